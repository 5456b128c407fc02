import { ENVIRONMENT_OPTION, EXIT, JSON_OPTION, text, type Command } from './command';
import { loadFile, problemLine } from './file';

export const validateCommand: Command = {
  name: 'validate',
  arguments: 'FILE',
  positionals: { min: 1, max: 1 },
  summary: 'Tell what is wrong with a topology, from the file alone.',
  options: { ...JSON_OPTION, ...ENVIRONMENT_OPTION },
  async run(invocation) {
    const { io, values } = invocation;
    const file = await loadFile(invocation, text(values, 'env') === undefined ? 'all' : 'asked');
    if (values['json']) {
      const problems = file.problems.map(({ severity, code, message, node, path, fix }) => ({
        severity,
        code,
        message,
        node,
        path,
        fix: fix?.title,
      }));
      io.out(JSON.stringify({ problems }, null, 2));
    } else {
      for (const problem of file.problems) io.out(problemLine(file.path, problem));
      if (file.problems.length === 0) io.out(`${file.path}: no problems.`);
    }
    return file.problems.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.done;
  },
};
