import { kindIcons } from 'kind-icons';

/** The drawing of a kind; of an unknown one a question mark. */
export function KindIcon({ kind }: { readonly kind: string | undefined }) {
  const svg = kindIcons.get(kind ?? '');
  if (svg === undefined) return <Codicon name="question" />;
  // Our own files, put in at build time; inline so that they take the colour of the text.
  return <span className="kind-icon" aria-hidden="true" dangerouslySetInnerHTML={{ __html: svg }} />;
}

/** An icon of VS Code's own set. */
export function Codicon({ name, spin = false }: { readonly name: string; readonly spin?: boolean }) {
  return (
    <span className={`codicon codicon-${name}${spin ? ' codicon-modifier-spin' : ''}`} aria-hidden="true" />
  );
}
