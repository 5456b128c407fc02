export function Inspector({ onClose }: { readonly onClose: () => void }) {
  return <aside className="inspector" data-testid="inspector" onClick={onClose} />;
}
