import type { FactType, SubjectKind } from '../../model/facts.js';

/** What a rule sees of a destructive command. */
export const DESTRUCTIVE_COMMAND: FactType = {
  name: 'DestructiveCommand',
  description: 'A command of a step that loses data or takes something away at once.',
  fields: {
    text: { type: 'string', description: 'The command as written, on one line.' },
    why: { type: 'string', description: 'What it destroys.' },
    guarded: {
      type: 'bool',
      description: 'Something keeps a copy, asks first, tests first, or somebody approved that it cannot be undone.',
    },
    guard: { type: 'string', description: 'What guards it; empty when nothing does.' },
  },
};

/** What a rule sees of a trial before production. */
export const TRIAL: FactType = {
  name: 'Trial',
  description: 'One time that the change was carried out before production.',
  fields: {
    environment: { type: 'string', description: 'Where; empty when it is not said.' },
    date: { type: 'string', description: 'When; empty when it is not said.' },
    revision: { type: 'string', description: 'The revision that it names; empty when it names none.' },
    isThisRevision: {
      type: 'bool',
      description: 'The revision that it names is the one at hand. Not known when it names none.',
    },
    isPreProduction: { type: 'bool', description: 'The environment is not production.' },
    failed: { type: 'bool', description: 'Its result says that it failed.' },
  },
};

/** What a rule sees of an approval. */
export const CHANGE_APPROVAL: FactType = {
  name: 'ChangeApproval',
  description: 'An approval written in the manifest.',
  fields: {
    person: { type: 'string', description: 'Who; empty when it is not said.' },
    role: { type: 'string', description: 'As what; empty when it is not said.' },
    date: { type: 'string', description: 'When; empty when it is not said.' },
    revision: { type: 'string', description: 'The revision that it names; empty when it names none.' },
    isThisRevision: { type: 'bool', description: 'The revision that it names is the one at hand.' },
  },
};

/** Facts of a change as a whole. */
export const CHANGE: FactType = {
  name: 'Change',
  description: 'A change that people carry out by hand, with its manifest.',
  nested: [TRIAL, CHANGE_APPROVAL],
  fields: {
    title: { type: 'string', description: 'What is changed, in one line.' },
    revision: {
      type: 'string',
      description: 'Digest of what will be done and how it is undone: 16 hexadecimal digits.',
    },
    why: { type: 'string', description: 'What it is for; empty when it is not said.' },
    type: { type: 'string', description: 'standard, normal or emergency as written; empty when it is not said.' },
    blastRadius: {
      type: 'list<string>',
      description: 'Services, accounts, Regions, cells and customers that may be hit.',
    },
    author: { type: 'string', description: 'Who wrote it; empty when it is not said.' },
    executor: { type: 'string', description: 'Who carries it out; empty when it is not said.' },
    reviewers: { type: 'list<string>', description: 'Who reads it before.' },
    observers: { type: 'list<string>', description: 'Who watches while it is carried out.' },
    approvals: { type: 'list<ChangeApproval>', description: 'Approvals written in the manifest.' },
    approvers: { type: 'list<string>', description: 'Who approves: reviewers, and whoever gave an approval.' },
    others: { type: 'list<string>', description: 'People other than the executor who review or watch it.' },
    hands: {
      type: 'list<string>',
      description: 'Names that stand on more than one side of author, executor and approver.',
    },
    hasWindow: { type: 'bool', description: 'A start and an end are stated.' },
    zone: {
      type: 'string',
      description: 'The time zone of the window; empty when none is stated that fixes an instant.',
    },
    windowProblem: { type: 'string', description: 'Why the window is no stretch of time; empty when it is one.' },
    windowMinutes: { type: 'int', description: 'Length of the window in minutes.' },
    neededMinutes: {
      type: 'int',
      description: 'Minutes for all steps and then all rollbacks: the declared total when that is more.',
    },
    freezes: { type: 'list<string>', description: 'Freezes that are known, from the manifest and the configuration.' },
    frozenBy: { type: 'list<string>', description: 'Freezes that the window touches.' },
    stopCondition: { type: 'string', description: 'When everybody stops and rolls back; empty when it is not said.' },
    alarms: { type: 'list<string>', description: 'Alarms watched during the change.' },
    dashboards: { type: 'list<string>', description: 'Dashboards watched during the change.' },
    communication: { type: 'list<string>', description: 'Who is told, when and how.' },
    trials: { type: 'list<Trial>', description: 'Where it was carried out before production.' },
    placeholders: { type: 'list<string>', description: 'What still looks like a template, with its line.' },
    preChecks: { type: 'int', description: 'How many checks stand before the first step.' },
    postChecks: { type: 'int', description: 'How many checks stand after the last step.' },
    changingChecks: { type: 'list<string>', description: 'Commands among the checks that change something.' },
    steps: { type: 'int', description: 'How many steps it has.' },
  },
};

/** Facts of one step. */
export const CHANGE_STEP: FactType = {
  name: 'ChangeStep',
  description: 'One step of a change.',
  nested: [DESTRUCTIVE_COMMAND],
  fields: {
    name: { type: 'string', description: 'Its declared id, else step-3.' },
    number: { type: 'int', description: 'Its place, from 1.' },
    title: { type: 'string', description: 'What is done, in one line.' },
    changes: { type: 'bool', description: 'It changes something. Not known when neither words nor commands show it.' },
    commands: { type: 'list<string>', description: 'What it runs, one command each.' },
    target: { type: 'string', description: 'What it is done to; empty when it is not said.' },
    isTargetKnown: { type: 'bool', description: 'The target names an environment of the pipelines at hand.' },
    environments: {
      type: 'list<string>',
      description: 'Environments of the pipelines at hand; empty when there are none.',
    },
    expected: { type: 'string', description: 'What is seen when it worked; empty when it is not said.' },
    hasCheck: { type: 'bool', description: 'It says how to see that it worked.' },
    hasMinutes: { type: 'bool', description: 'It says how long it takes.' },
    statesRollback: {
      type: 'bool',
      description: 'It states how it is undone: a procedure, not a phrase. Not known when that cannot be told.',
    },
    rollbackProblem: {
      type: 'string',
      description: 'Why its rollback does not count, as a clause; empty when it counts.',
    },
    rollbackChecked: { type: 'bool', description: 'The rollback says how to see that it worked.' },
    rollbackHasOwnCheck: { type: 'bool', description: 'The rollback is seen by something else than the step itself.' },
    rollbackMinutes: { type: 'bool', description: 'The rollback says how long it takes.' },
    rollbackNeedsLater: { type: 'list<string>', description: 'Later steps that the rollback relies on.' },
    undo: { type: 'string', description: 'What would naturally undo it; empty when no table knows.' },
    irreversible: { type: 'bool', description: 'It declares that it cannot be undone.' },
    irreversibleReason: { type: 'string', description: 'Why it cannot be undone; empty when it is not said.' },
    irreversibleApprover: {
      type: 'string',
      description: 'Who approved that it cannot be undone; empty when nobody did.',
    },
    laterReversible: { type: 'list<string>', description: 'Steps after it that change something and can be undone.' },
    destructive: { type: 'list<DestructiveCommand>', description: 'Its destructive commands.' },
    shellErrors: {
      type: 'list<string>',
      description: 'What a shell would refuse in its commands, rollback and checks.',
    },
    schemaPhase: { type: 'string', description: 'How it changes a schema: expand, contract, both, or none.' },
    declaredPhase: { type: 'string', description: 'The phase that it declares; empty when it declares none.' },
    otherPhase: {
      type: 'list<string>',
      description: 'Steps of the same change that are the other phase of a schema change.',
    },
    isAutomation: { type: 'bool', description: 'A machine carries it out, not a person.' },
  },
};

/** What a rule sees of how an automation goes on from one of its steps. */
export const AUTOMATION_STEP: FactType = {
  name: 'AutomationStep',
  description: 'One step of an SSM Automation document, as a part of its flow.',
  fields: {
    name: { type: 'string', description: 'Its name in the document.' },
    changes: { type: 'bool', description: 'It changes something. Not known when what it runs is out of sight.' },
    ignoresFailure: { type: 'bool', description: 'The automation goes on when it fails.' },
    handlesCancel: { type: 'bool', description: 'The automation says what happens when it is cancelled meanwhile.' },
    fallsInto: {
      type: 'list<string>',
      description:
        'Steps of its way back that a run without failure comes to only because they stand next: neither "isEnd" nor "nextStep" keeps it out of them.',
    },
  },
};

/** The kinds of subject that rules about changes can name. */
export const CHANGE_SUBJECTS: readonly SubjectKind[] = [
  { kind: 'change', type: CHANGE },
  { kind: 'change-step', type: CHANGE_STEP },
  { kind: 'automation-step', type: AUTOMATION_STEP },
];
