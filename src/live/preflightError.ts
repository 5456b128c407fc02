import type { PreflightFinding } from './preflight/finding';

/**
 * The account is not fit for the topology; nothing was created. Each line names a fault and its remedy. Apart from the
 * checks, so that whoever shows it does not load the SDK.
 */
export class PreflightError extends Error {
  override readonly name = 'PreflightError';
  readonly findings: readonly PreflightFinding[];

  constructor(findings: readonly PreflightFinding[]) {
    super(findings.map(({ message }) => message).join('\n'));
    this.findings = findings;
  }
}
