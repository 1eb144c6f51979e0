/** A manifest that passes every rule but the ones about its revision, which only the program can fill in. */
export function goodManifest(revision = 'TODO'): string {
  return `manifest: change/v1
id: CM-7
title: Move payments to the new image
why: The pipeline cannot move data.
type: normal
blastRadius: { services: [payments], regions: [eu-west-1] }
author: Ana
executor: Ben
observers: [Eve]
reviewers: [Carla]
window: { start: 2026-03-01T22:00, end: 2026-03-01T23:30, zone: Europe/Paris }
preChecks: [No incident is open]
steps:
  - id: save
    title: Save the configuration
    run: kubectl -n payments get deploy api -o yaml > before.yaml
    expect: before.yaml names image api:1.4.0
    minutes: 1
  - id: roll-out
    title: Roll out the new image
    run: kubectl -n payments set image deploy/api api=api:1.5.0
    expect: all pods are ready
    minutes: 10
    rollback:
      run: kubectl -n payments rollout undo deploy/api
      check: the pods run image api:1.4.0
      minutes: 10
postChecks: [A test payment succeeds]
stopCondition: error rate of checkout above 1 % for 5 minutes
alarms: [checkout-5xx]
communication: ['#payments, 15 minutes before']
tried: [{ environment: staging, date: 2026-02-20, revision: ${revision}, result: passed }]
approvals: [{ by: Dana, role: bar raiser, date: 2026-02-21, revision: ${revision} }]
`;
}
