/** One line of the key map: what is pressed, what it does. */
export interface KeyLine {
  keys: string;
  action: string;
}

export const keyMap: readonly KeyLine[] = [
  { keys: 'W', action: 'Window (drag)' },
  { keys: 'C', action: 'Crosshair' },
  { keys: 'B', action: 'Brush' },
  { keys: 'S', action: 'Sphere brush' },
  { keys: 'T', action: 'Threshold brush' },
  { keys: 'E', action: 'Eraser' },
  { keys: 'F', action: 'Freehand fill' },
  { keys: 'R  D  Z', action: 'Circle, rectangle, ball scissors' },
  { keys: 'Q', action: 'Fill an outline (Shift: take an island away)' },
  { keys: 'A', action: 'Grow a region from a click' },
  { keys: 'L  Y', action: 'Length, HU ellipse' },
  { keys: 'Backspace', action: 'Remove the last measurement' },
  { keys: '[  ]', action: 'Brush smaller, larger (also Ctrl+wheel)' },
  { keys: 'X', action: 'Swap paint and erase (Shift while drawing)' },
  { keys: 'K', action: 'Keep all tools within the HU range' },
  { keys: '.', action: 'Take the HU range from under the brush' },
  { keys: 'V', action: 'Ball instead of disk for threshold and eraser' },
  { keys: 'Ctrl+Z  Ctrl+Y', action: 'Undo, redo' },
  { keys: '1 – 5', action: 'Window presets' },
  { keys: 'J', action: 'Invert grey' },
  { keys: 'U', action: 'MIP slab: off, 5, 10, 20 mm' },
  { keys: 'H  O', action: 'Hide mask, outline only' },
  { keys: 'I', action: 'Interpolate between slices' },
  { keys: 'Enter', action: 'Confirm this provisional slice (Ctrl: all)' },
  { keys: 'Delete', action: 'Drop what is provisional here (Ctrl: all)' },
  { keys: 'Ctrl+↑ ↓', action: 'Copy this slice up, down' },
  { keys: 'Alt+1 – 7', action: 'Largest island, small islands, holes, smooth, margin, shell, clear slice' },
  { keys: 'Alt+U I D', action: 'Union, intersection, difference with the other' },
  { keys: '↑ ↓  PgUp PgDn', action: 'Slice, ten slices' },
  { keys: 'Home  End', action: 'First, last slice' },
  { keys: 'N  P', action: 'Next, previous structure' },
  { keys: '+', action: 'Add a structure' },
  { keys: 'G', action: 'Go to the structure' },
  { keys: 'M', action: 'One view large (also double click, unless a tool draws)' },
  { keys: '0', action: 'Fit images' },
  { keys: 'Space', action: 'Pan while held (also middle button)' },
  { keys: 'Right drag', action: 'Zoom' },
  { keys: 'Wheel', action: 'Slices' },
  { keys: 'Ctrl+S', action: 'Save version' },
  { keys: 'Alt+Enter  Alt+N', action: 'Read done, next case' },
  { keys: '?', action: 'This list' },
];

export type KeyAction = (event: KeyboardEvent) => void;

/** Name of a pressed key as the table of actions spells it: "ctrl+z", "[", "pagedown". */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> &
    Partial<Pick<KeyboardEvent, 'getModifierState'>>,
): string {
  // Many keyboards type brackets with AltGr, which counts as Ctrl and Alt together.
  if (event.getModifierState?.('AltGraph')) return event.key.toLowerCase();
  const control = event.ctrlKey || event.metaKey ? 'ctrl+' : '';
  const shift = control && event.shiftKey ? 'shift+' : '';
  // With Alt held some keyboards type other characters: there the place of the key counts.
  const placed = event.altKey ? /^(?:Digit|Key)(.)$/.exec(event.code)?.[1] : undefined;
  return `${control}${event.altKey ? 'alt+' : ''}${shift}${(placed ?? event.key).toLowerCase()}`;
}

/** Listens to the keyboard while the reading room is open; keys typed into a field stay there. */
export function listenToKeys(
  actions: Record<string, KeyAction>,
  released: (key: string) => void,
): () => void {
  const down = (event: KeyboardEvent) => {
    const name = keyName(event);
    const typing = event.target instanceof Element && event.target.closest('input, select, textarea');
    if (typing && !name.startsWith('ctrl+')) return;
    const action = actions[name];
    if (!action) return;
    event.preventDefault();
    action(event);
  };
  const up = (event: KeyboardEvent) => released(event.key);
  document.addEventListener('keydown', down);
  document.addEventListener('keyup', up);
  return () => {
    document.removeEventListener('keydown', down);
    document.removeEventListener('keyup', up);
  };
}
