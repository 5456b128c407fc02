/** How a file is written that people edit by hand. */
export const styles = {
  LF: { eol: '\n', indent: '  ' },
  CRLF: { eol: '\r\n', indent: '  ' },
  tabs: { eol: '\n', indent: '\t' },
} as const;

/** A topology with comments in all the places where people put them; each card's position on a line of its own. */
export function commented({ eol, indent }: (typeof styles)[keyof typeof styles]): string {
  const lines = [
    '// Owned by the shop team',
    '{',
    '>"version": 1,',
    '>"name": "shop", // also the prefix of its resources',
    '>"region": "ap-southeast-1",',
    '>/* picked by hand,',
    '>   see the wiki */',
    '>"network": { "vpcId": "vpc-0123", "subnetIds": ["subnet-a", "subnet-b"] },',
    '>"nodes": {',
    '>>// the front door',
    '>>"api": { "kind": "apiGateway" }, // one stage',
    '>>// the way in',
    '>>"link": { "kind": "vpcLink" }, // two subnets',
    '>>// what spreads the load',
    '>>"nlb": { "kind": "nlb" } // internal',
    '>},',
    '>"edges": [{ "from": "api", "to": "link" }],',
    '>"layout": {',
    '>>"api": [0, 0], // left',
    '>>"link": [320, 0],',
    '>>"nlb": [640, 0]',
    '>}',
    '}',
    '',
  ];
  return lines.map((line) => line.replace(/^>+/, (marks) => indent.repeat(marks.length))).join(eol);
}
