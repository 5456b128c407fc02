import { createRegistry, KINDS } from '../../src/kinds/index';
import { mount } from '../page';
import { FakeHost } from './fakeHost';
import { largeDocument } from './large';
import { SCENARIOS, type Scenario } from './scenarios';
import { THEMES } from './themes';
import './themes.css';

const query = new URLSearchParams(location.search);
const name = query.get('scenario') ?? 'chain';
const theme = query.get('theme') ?? 'dark';
const scenario = SCENARIOS.get(name) ?? large(name);

document.body.className = new Map<string, string>(Object.entries(THEMES)).get(theme) ?? THEMES.dark;
if (query.has('pickers')) addPickers();

if (scenario) {
  const registry = createRegistry([...KINDS, ...(scenario.kinds ?? [])]);
  window.fakeHost = new FakeHost(scenario, registry, Number(query.get('latency') ?? 0));
  const root = document.getElementById('root');
  if (root) mount(root, window.fakeHost, registry);
} else {
  document.body.textContent = `No such scenario. There are ${[...SCENARIOS.keys()].join(', ')}.`;
}

/** `large-5000` shows as many cards. */
function large(name: string): Scenario | undefined {
  const [, cards] = /^large-(\d+)$/.exec(name) ?? [];
  return cards === undefined ? undefined : { document: largeDocument(Number(cards)) };
}

/** Two lists below the page: what is shown, and in which theme. */
function addPickers(): void {
  const bar = document.createElement('footer');
  bar.className = 'dev-bar';
  bar.append(picker('scenario', [...SCENARIOS.keys()], name), picker('theme', Object.keys(THEMES), theme));
  document.body.append(bar);
}

function picker(parameter: string, values: readonly string[], chosen: string): HTMLElement {
  const select = document.createElement('select');
  select.setAttribute('aria-label', parameter);
  for (const value of values) select.append(new Option(value, value, false, value === chosen));
  select.addEventListener('change', () => {
    const url = new URL(location.href);
    url.searchParams.set(parameter, select.value);
    location.assign(url);
  });
  return select;
}
