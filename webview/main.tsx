import { vscodeHost } from './host';
import { mount } from './page';

const root = document.getElementById('root');
if (root) mount(root, vscodeHost(acquireVsCodeApi(), window));
