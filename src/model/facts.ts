import type { Evidence, Severity } from './finding.js';
import type { Location } from './located.js';
import type { Note } from './report.js';
import type { HeldDuty } from './trust.js';

/**
 * What a rule can see. Facts are declared once (name, CEL type, a sentence); from the declarations come the type checker
 * of rule packs, the reference page and `tollgate facts`. A fact that is not known has no value in CEL: an expression that
 * does not need it still decides, one that does comes out undetermined with the reason given here.
 */

/** CEL type of a fact. A capitalised name refers to another declared {@link FactType}. */
export type FactTypeName = 'string' | 'int' | 'double' | 'bool' | `list<${string}>` | Capitalize<string>;

/** The declaration of one kind of object that rules can see. */
export interface FactType {
  /** CEL type name, capitalised: `ProductionDeployment`. */
  readonly name: string;
  /** What one of them is, in a sentence. */
  readonly description: string;
  readonly fields: Readonly<Record<string, FactField>>;
  /** The declared types that its fields refer to. */
  readonly nested?: readonly FactType[];
}

/** The declaration of one fact. */
export interface FactField {
  readonly type: FactTypeName;
  /** What it means, in a sentence, with its unit. */
  readonly description: string;
}

/** A kind of subject that rules can name in `subject:`, and the type of `it` for them. */
export interface SubjectKind {
  /** As written in a rule: `production-deployment`. */
  readonly kind: string;
  readonly type: FactType;
}

/** A fact that is not known: why, and what would settle it. */
export class Unknown {
  constructor(
    /** Why it is not known, as a clause: "the CodeDeploy group web-prod is not in the template". */
    readonly reason: string,
    /** Steps that would settle it, each an imperative. */
    readonly settledBy: readonly string[] = [],
    /** Where the unknown thing stands. */
    readonly location?: Location,
  ) {}
}

/** The value of a fact: a plain value, objects of declared types, lists of these, or {@link Unknown}. */
export type FactValue = string | number | boolean | FactObject | readonly FactValue[] | Unknown;

/** An object of a declared type. Only declared fields may stand in it. */
export interface FactObject {
  readonly [field: string]: FactValue;
}

/** One subject: what rules of its kind see as `it`. */
export interface SubjectFacts {
  readonly kind: string;
  /** Name address: `Pipeline/Prod/Deploy`. */
  readonly address: string;
  readonly location: Location;
  readonly facts: FactObject;
  /** Evidence by fact name, shown with the outcomes of rules that use the fact; a function where nobody may ask for it. */
  readonly evidence?: EvidenceByFact | (() => EvidenceByFact);
}

/** What was seen of each fact, by its name. */
export type EvidenceByFact = Readonly<Record<string, readonly Evidence[]>>;

/** Why there is no subject of a kind: said once for every rule about that kind. */
export interface AbsentSubject {
  readonly outcome: 'not-applicable' | 'undetermined' | 'fail';
  readonly message: string;
  readonly location: Location;
  readonly settledBy?: readonly string[];
  readonly severity?: Severity;
}

/** A thing to judge: its subjects by kind, or why it has none of a kind. */
export interface Judgeable {
  /** `pipeline`, `change`, `review`. */
  readonly kind: string;
  readonly address: string;
  readonly title: string;
  readonly location: Location;
  readonly subjects: readonly SubjectFacts[];
  readonly absent: Readonly<Record<string, AbsentSubject>>;
  readonly notes: readonly Note[];
  /** Who wrote it and who will run it, as it says itself: they may not sign it. */
  readonly duties?: readonly HeldDuty[];
  /** The scenario it was derived under, when the definition stands for several: `IsProd = true`. */
  readonly scenario?: string;
}
