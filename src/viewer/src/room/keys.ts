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
  { keys: 'R  D', action: 'Circle, rectangle' },
  { keys: '[  ]', action: 'Brush smaller, larger (also Ctrl+wheel)' },
  { keys: 'X', action: 'Swap paint and erase (Shift while drawing)' },
  { keys: 'K', action: 'Keep all tools within the HU range' },
  { keys: 'V', action: 'Ball instead of disk for threshold and eraser' },
  { keys: 'Ctrl+Z  Ctrl+Y', action: 'Undo, redo' },
  { keys: '1 – 5', action: 'Window presets' },
  { keys: 'I', action: 'Invert grey' },
  { keys: 'H  O', action: 'Hide mask, outline only' },
  { keys: '↑ ↓  PgUp PgDn', action: 'Slice, ten slices' },
  { keys: 'Home  End', action: 'First, last slice' },
  { keys: 'N  P', action: 'Next, previous structure' },
  { keys: 'G', action: 'Go to the structure' },
  { keys: 'M', action: 'One view large (also double click)' },
  { keys: '0', action: 'Fit images' },
  { keys: 'Space', action: 'Pan while held (also middle button)' },
  { keys: 'Right drag', action: 'Zoom' },
  { keys: 'Wheel', action: 'Slices' },
  { keys: 'Ctrl+S', action: 'Save version' },
  { keys: '?', action: 'This list' },
];

export type KeyAction = (event: KeyboardEvent) => void;

/** Name of a pressed key as the table of actions spells it: "ctrl+z", "[", "pagedown". */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  const control = event.ctrlKey || event.metaKey ? 'ctrl+' : '';
  const shift = control && event.shiftKey ? 'shift+' : '';
  return `${control}${event.altKey ? 'alt+' : ''}${shift}${event.key.toLowerCase()}`;
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
