/** Words for a CloudFormation type inside a sentence: `AWS::ApiGatewayV2::VpcLink` is `VPC link`. */
export function typeWords(type: string): string {
  const name = type.slice(type.lastIndexOf(':') + 1);
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(' ')
    .map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word.toLowerCase()))
    .join(' ');
}

const ACRONYMS = new Set(['Vpc', 'Api', 'Dns']);
