import type { Triple } from './vector.ts';

const letters: [string, string][] = [
  ['L', 'R'],
  ['P', 'A'],
  ['H', 'F'],
];

/** Below this share of the direction (cosine of about 80 degrees) a second letter says nothing of use. */
const leastShare = 0.17;

/**
 * Names a direction of the patient by DICOM's letters, the strongest first: [1,0,0] is L, [0,-1,0] is A,
 * a direction between two axes has two letters (for example LP).
 */
export function orientationLetters(direction: Triple): string {
  return direction
    .map((value, axis) => ({ share: Math.abs(value), letter: letters[axis][value > 0 ? 0 : 1] }))
    .filter((part) => part.share >= leastShare)
    .sort((a, b) => b.share - a.share)
    .slice(0, 2)
    .map((part) => part.letter)
    .join('');
}
