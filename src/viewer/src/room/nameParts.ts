/** The words of a feature's name, at whose ends it may break: before a word that begins with a capital letter, and behind an underscore. */
export function nameParts(name: string): string[] {
  return name.split(/(?<=[A-Za-z0-9])(?=[A-Z][a-z])|(?<=_)/);
}
