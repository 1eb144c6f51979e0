import { flatMap } from '../../model/flat.js';
import { display, locate, type Span, type Value } from '../../model/located.js';
import { DEPLOY_PROVIDERS } from './providers.js';
import type { Deployment } from './types.js';
import { splitWords } from './words.js';

/**
 * Production in several Regions that only names tell (`prod-us-east-1`, `DeployEUWest1`) is as many environments. Only where every
 * deployment to it says its own: a certificate in another Region splits nothing. Before production a name makes no stage.
 */
export function byNamedRegion(deployments: readonly Deployment[]): Deployment[] {
  return deployments.map((it) => {
    if (it.reading.tier !== 'production' || it.reading.kind === 'declared' || it.region !== '') return it;
    const peers = deployments.filter((other) => other.reading.environment === it.reading.environment);
    if (!peers.every((peer) => peer.region !== '' || namedRegion(peer) !== undefined)) return it;
    const named = namedRegion(it)!;
    const text = `Region ${named.region} in ${named.what} "${named.text}"`;
    return {
      ...it,
      region: named.region,
      reading: { ...it.reading, evidence: [...it.reading.evidence, { text, location: locate(named.span) }] },
    };
  });
}

/** The Region that a deployment's target, action or stage is named after, else the part of the world that its stage or action is. */
function namedRegion({ step }: Deployment): Named | undefined {
  const targets = [...(DEPLOY_PROVIDERS[display(step.action.provider)]?.targets ?? []), 'ProjectName', 'FunctionName'];
  const values = flatMap(targets, (key): [string, Value][] => {
    const value = step.action.configuration.get(key);
    return value ? [[key, value]] : [];
  });
  const parts: [string, Value][] = [
    ['stage', step.stage.name],
    ['action', step.action.name],
  ];
  return firstNamed([...values, ...parts], regionIn) ?? firstNamed([...parts, ...values], areaIn);
}

interface Named {
  readonly what: string;
  readonly region: string;
  readonly text: string;
  readonly span: Span;
}

function firstNamed(
  names: readonly (readonly [string, Value])[],
  read: (words: readonly string[]) => string | undefined,
): Named | undefined {
  for (const [what, value] of names) {
    const region = read(splitWords(display(value)));
    if (region !== undefined) return { what, region, text: display(value), span: value.span };
  }
  return undefined;
}

/** Parts of the world and directions that AWS names its Regions by. */
const AREAS = 'us|eu|ap|ca|sa|af|me|il|mx|cn';
const DIRECTIONS = 'north|south|east|west|central|northeast|northwest|southeast|southwest';
const REGION = new RegExp(`(?:^| )(${AREAS}) ?(gov )?(${DIRECTIONS}) (\\d)(?: |$)`);

/** The Region that words name: those of `prod-us-east-1` and `DeployUSEast1` both say `us-east-1`. */
function regionIn(words: readonly string[]): string | undefined {
  const found = REGION.exec(words.join(' '));
  return found ? `${found[1]}-${found[2] ? 'gov-' : ''}${found[3]}-${found[4]}` : undefined;
}

/** Parts of the world as people call their Regions. */
const WORLD = new Set(
  'us usa na eu emea apac uk jp au ca br cn sg europe asia america americas africa latam oceania japan australia canada brazil india'.split(
    ' ',
  ),
);

function areaIn(words: readonly string[]): string | undefined {
  return words.find((word) => WORLD.has(word));
}
