import { type Block, parseBlocks } from '#web/words/blocks.ts';
import { type Inline, parseInline } from '#web/words/inline.ts';
import { roomAddress } from '#web/model/route.ts';
import { copy } from '#web/browser/copy.ts';
import { dialog, self } from '#web/browser/store.ts';
import { t } from '#web/words/texts.ts';
import { IconButton } from './icon.tsx';

const tags = { strong: 'strong', emphasis: 'em', strike: 's' } as const;

/** Functions, not components: a message has many parts, and a component costs more than most of them. */
function partOf(part: Inline) {
  if (typeof part === 'string') return part;
  if (part.kind === 'code') return <code>{part.text}</code>;
  if (part.kind === 'mention') return <Mention name={part.name} />;
  if (part.kind === 'room') return <a href={roomAddress(part.name)}>{part.name}</a>;
  if (part.kind === 'link') {
    return (
      <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
        {part.content.map(partOf)}
      </a>
    );
  }
  const Tag = tags[part.kind];
  return <Tag>{part.content.map(partOf)}</Tag>;
}

const everybody = new Set(['all', 'everyone']);

function Mention({ name }: { name: string }) {
  const isSelf = name.toLowerCase() === self.value.name.toLowerCase();
  const show = (): void => {
    dialog.value = { kind: 'person', name };
  };
  if (everybody.has(name)) return <strong class="mention">@{name}</strong>;
  return (
    <button type="button" class={isSelf ? 'mention mine' : 'mention'} onClick={show}>
      @{name}
    </button>
  );
}

function List({ start, items }: Extract<Block, { kind: 'list' }>) {
  const rows = items.map((item, at) => (
    <li key={at}>
      {item.map((block, nth) =>
        // The text of an item stands beside its mark.
        block.kind === 'paragraph' ? block.content.map(partOf) : <BlockView key={nth} block={block} />,
      )}
    </li>
  ));
  // Its marks stand where its first line begins.
  if (start === undefined) return <ul dir="auto">{rows}</ul>;
  return (
    <ol dir="auto" start={start}>
      {rows}
    </ol>
  );
}

function Table({ rows: [head = [], ...rows] }: Extract<Block, { kind: 'table' }>) {
  return (
    <div class="table" tabIndex={0} role="group">
      <table>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at}>{cell.map(partOf)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column}>{cell.map(partOf)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The browser scrolls what is long or wide. */
const Code = ({ text }: { text: string }) => (
  <div class="code">
    <pre tabIndex={0}>
      <code>{text}</code>
    </pre>
    <IconButton icon="copy" label={t.copyCode} onClick={() => void copy(text)} />
  </div>
);

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return <p>{block.content.map(partOf)}</p>;
    case 'code':
      return <Code text={block.text} />;
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      );
    case 'list':
      return <List {...block} />;
    case 'table':
      return <Table {...block} />;
    case 'heading':
      return (
        <p class={`heading level-${block.level}`} role="heading" aria-level={block.level + 2}>
          {block.content.map(partOf)}
        </p>
      );
  }
}

const Blocks = ({ blocks }: { blocks: readonly Block[] }) => (
  <>
    {blocks.map((block, at) => (
      <BlockView key={at} block={block} />
    ))}
  </>
);

/** The text of a message as elements. The text is never parsed as HTML. */
export const MarkedText = ({ text }: { text: string }) => <Blocks blocks={parseBlocks(text)} />;

/** A README. */
export const MarkedDocument = ({ text }: { text: string }) => <Blocks blocks={parseBlocks(text, 'document')} />;

/** One line, such as a topic. */
export const MarkedLine = ({ text }: { text: string }) => <>{parseInline(text).map(partOf)}</>;
