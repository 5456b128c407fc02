import { planLines, planSummary, summarySentence, warningLines, type ShownPlan } from '../live/planView';

/** A plan as a page of text: where, how much, then a line a change. */
export function planText(
  plan: ShownPlan,
  { account, region, kind }: { account: string; region: string; kind: 'deploy' | 'destroy' },
): string {
  const kept = plan.kept.map(
    ({ id, props: { name } }) => `= ${id}${typeof name === 'string' ? `  ${name}` : ''}`,
  );
  return [
    `${kind === 'deploy' ? 'Plan of' : 'Teardown of'} ${plan.stack}`,
    `Account ${account} · ${region} · ${summarySentence(planSummary(plan))}`,
    `Digest ${plan.digest}`,
    ...warningLines(plan),
    '',
    ...(plan.changes.length === 0 ? ['The account equals the file.'] : planLines(plan)),
    ...(kept.length === 0 ? [] : ['', 'Kept:', ...kept]),
    ...(plan.notEchoed.length === 0
      ? []
      : [
          '',
          'The endpoint does not answer these, so they were not compared:',
          ...plan.notEchoed.map((it) => `  ${it}`),
        ]),
    '',
  ].join('\n');
}
