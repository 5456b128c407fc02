import { startLogs } from './view';

const root = document.getElementById('root');
if (root) startLogs(root, acquireVsCodeApi());
