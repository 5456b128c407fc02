/** Made by the build script from media/kinds. */
declare module 'kind-icons' {
  export const kindIcons: ReadonlyMap<string, string>;
}

declare module '*.css';
