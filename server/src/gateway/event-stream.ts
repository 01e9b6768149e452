/** One event of a stream (WHATWG HTML, 9.2 server-sent events); `name` is null where no `event:` line gives one. */
export interface ServerSentEvent {
  readonly name: string | null;
  readonly data: string;
}

/** Reads server-sent events out of a text that arrives in pieces, which may begin and end anywhere. */
export interface EventStreamReader {
  /** The events that end in this piece. */
  read(piece: string): readonly ServerSentEvent[];
  /** What is left at the end of the text: servers leave out the empty line that should end the last event. */
  end(): readonly ServerSentEvent[];
}

/** Makes a reader for one stream. */
export function createEventStreamReader(): EventStreamReader {
  /** Parts of a line that has not ended: a long one is joined once, not with every piece. */
  let line: string[] = [];
  let name: string | null = null;
  let data: string[] = [];
  let endedInCarriageReturn = false;

  const endEvent = (): ServerSentEvent[] => {
    const events = data.length === 0 ? [] : [{ name, data: data.join("\n") }];
    name = null;
    data = [];
    return events;
  };

  const endLine = (text: string): ServerSentEvent[] => {
    if (text === "") return endEvent();
    // A line that begins with a colon is a comment: its field has no name.
    const [, field = "", value = ""] = /^([^:]*)(?:: ?([\s\S]*))?$/.exec(text) ?? [];
    if (field === "data") data.push(value);
    else if (field === "event") name = value;
    return [];
  };

  return {
    read(piece) {
      // A CRLF that was split is one line break.
      const text = endedInCarriageReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
      if (piece !== "") endedInCarriageReturn = piece.endsWith("\r");
      const events: ServerSentEvent[] = [];
      let start = 0;
      // No other character breaks a line, U+2028 in particular: models write it, and JSON allows it in a string.
      for (const { 0: lineBreak, index } of text.matchAll(/\r\n|\r|\n/g)) {
        events.push(...endLine(line.concat(text.slice(start, index)).join("")));
        line = [];
        start = index + lineBreak.length;
      }
      if (start < text.length) line.push(text.slice(start));
      return events;
    },
    end() {
      const last = line.length === 0 ? [] : endLine(line.join(""));
      line = [];
      return [...last, ...endEvent()];
    },
  };
}
