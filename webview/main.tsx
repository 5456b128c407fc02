import { createRegistry, KINDS } from '../src/kinds/index';
import { vscodeHost } from './host';
import { mount } from './page';
import { guardSelectAll } from './selectAll';

guardSelectAll(window);
const root = document.getElementById('root');
if (root) mount(root, vscodeHost(acquireVsCodeApi(), window), createRegistry(KINDS));
