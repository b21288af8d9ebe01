/** Slice numbers in words; many are counted. */
export function listOf(slices: number[]): string {
  const shown = slices.slice(0, 8).join(', ');
  return slices.length > 8 ? `${shown} and ${slices.length - 8} more` : shown;
}
