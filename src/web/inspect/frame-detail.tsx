import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { byteText, hexText } from './bytes.ts';
import type { Field } from './fields.ts';
import type { Seen } from './frame.ts';
import { texts } from './texts.ts';

/** The number of bytes of a frame that are shown; the rest is counted. */
const maxShown = 2048;
/** Bytes in a row: on a phone, only so many have their text beside them. */
const perRow = matchMedia('(max-width: 640px)').matches ? 8 : 16;

interface CellsProps {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly isLit: (at: number) => boolean;
}

function ByteRow({ bytes, start, isLit }: CellsProps) {
  const row = [...bytes.subarray(start, start + perRow)];
  const classOf = (at: number): string => (isLit(at) ? 'byte lit-byte' : 'byte');
  return (
    <div class="byte-row">
      <span class="offset">{start.toString(16).padStart(4, '0')}</span>
      <span class="hex">
        {row.map((byte, at) => (
          <span key={at} class={classOf(start + at)} data-at={start + at}>
            {hexText(byte)}
          </span>
        ))}
      </span>
      <span class="chars">
        {row.map((byte, at) => (
          <span key={at} class={classOf(start + at)} data-at={start + at}>
            {byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·'}
          </span>
        ))}
      </span>
    </div>
  );
}

const atOf = (target: EventTarget | null): number | undefined => {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-at]') : null;
  return cell ? Number(cell.dataset['at']) : undefined;
};

interface BytesProps {
  readonly bytes: Uint8Array;
  readonly lit: Field | undefined;
  readonly cursor: number | undefined;
  readonly onMove: (at: number | undefined) => void;
}

/** Hex and text side by side. The byte under the pointer, or under the keyboard cursor, is highlighted in both. */
function Bytes({ bytes, lit, cursor, onMove }: BytesProps) {
  const box = useRef<HTMLDivElement>(null);
  const shown = bytes.subarray(0, maxShown);
  const isLit = (at: number): boolean => at === cursor || (lit !== undefined && at >= lit.from && at < lit.to);
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -perRow, ArrowDown: perRow };
  const onKey = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = Math.max(0, Math.min((cursor ?? -step) + step, shown.length - 1));
    onMove(at);
    box.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const starts = Array.from({ length: Math.ceil(shown.length / perRow) }, (_, row) => row * perRow);
  return (
    <div
      class="bytes"
      ref={box}
      role="group"
      tabIndex={0}
      aria-label={`${texts.hex}, ${texts.text}: ${cursor === undefined ? texts.bytes(bytes.length) : byteText(shown[cursor] ?? 0)}`}
      onPointerOver={(event) => onMove(atOf(event.target))}
      onPointerLeave={() => onMove(undefined)}
      onKeyDown={onKey}
    >
      {starts.map((start) => (
        <ByteRow key={start} bytes={shown} start={start} isLit={isLit} />
      ))}
      {bytes.length > maxShown && <p class="note">+ {texts.bytes(bytes.length - maxShown)}</p>}
    </div>
  );
}

interface FieldsProps {
  readonly fields: readonly Field[];
  readonly lit: Field | undefined;
  readonly onLight: (field: Field | undefined) => void;
}

function Fields({ fields, lit, onLight }: FieldsProps) {
  return (
    <table class="fields" aria-label={texts.fields}>
      <tbody>
        {fields.map((field, at) => (
          <tr
            key={at}
            class={field === lit ? 'lit-byte' : ''}
            onPointerOver={() => onLight(field)}
            onPointerLeave={() => onLight(undefined)}
          >
            <th scope="row">{field.name}</th>
            <td>{field.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One frame: its bytes and its fields. Pointing at one highlights the other. */
export function FrameDetail({ seen }: { seen: Seen }) {
  const cursor = useSignal<number | undefined>(undefined);
  const pointed = useSignal<Field | undefined>(undefined);
  const fields = seen.fields();
  const at = cursor.value;
  const lit =
    pointed.value ?? fields.find(({ name, from, to }) => name !== '' && at !== undefined && at >= from && at < to);
  return (
    <div class="frame-detail">
      <Bytes
        bytes={seen.bytes()}
        lit={lit}
        cursor={at}
        onMove={(place) => {
          cursor.value = place;
          pointed.value = undefined;
        }}
      />
      <Fields
        fields={fields}
        lit={lit}
        onLight={(field) => {
          pointed.value = field;
          cursor.value = undefined;
        }}
      />
    </div>
  );
}
