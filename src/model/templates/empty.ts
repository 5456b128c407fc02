import { head, type Template } from './template';

export const EMPTY: Template = {
  id: 'empty',
  title: 'Empty',
  description: 'A network and nothing in it',
  document: (name) => ({ ...head(name), nodes: {}, edges: [], layout: {} }),
};
