import { describe, expect, it } from 'vitest';
import { answersAnyPath, knownPort, mirrorOf, parseImage } from '../../../../src/kinds/ecsService/images';

describe('an image reference', () => {
  it.each([
    ['nginx', 'docker.io', 'nginx', undefined],
    ['docker.io/library/nginx:1.27', 'docker.io', 'nginx', '1.27'],
    ['index.docker.io/acme/x:latest', 'docker.io', 'acme/x', 'latest'],
    ['public.ecr.aws/docker/library/httpd:2', 'public.ecr.aws', 'httpd', '2'],
    ['localhost:5000/x', 'localhost:5000', 'x', undefined],
    [
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b:3',
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
      'a/b',
      '3',
    ],
  ])('of %s has a registry, a repository and a tag', (image, registry, repository, tag) => {
    expect(parseImage(image)).toEqual({ registry, repository, tag, isPinned: false });
  });

  it('is pinned by a digest', () => {
    expect(parseImage('nginx:1@sha256:00')).toMatchObject({ tag: '1', isPinned: true });
  });

  it('tells the port of images that everybody knows, from whatever registry', () => {
    expect(knownPort('nginxdemos/hello:latest')).toBe(80);
    expect(knownPort('public.ecr.aws/nginx/nginx:1.27')).toBe(80);
    expect(knownPort('mccutchen/go-httpbin')).toBe(8080);
    expect(knownPort('acme/nginx')).toBeUndefined();
  });

  it.each([
    ['nginx', 'public.ecr.aws/docker/library/nginx'],
    ['docker.io/library/httpd:2.4', 'public.ecr.aws/docker/library/httpd:2.4'],
    ['acme/users:1', undefined],
    ['public.ecr.aws/nginx/nginx:1', undefined],
    [`nginx@sha256:${'0'.repeat(64)}`, undefined],
  ])('of %s has the mirror %s', (image, mirror) => {
    expect(mirrorOf(image)).toBe(mirror);
  });

  it('tells which images answer every path', () => {
    expect(answersAnyPath('nginxdemos/hello:plain-text')).toBe(true);
    expect(answersAnyPath('nginx:1.27')).toBe(false);
  });
});
