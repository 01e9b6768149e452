import { contains, type Span } from "../text/span.ts";
import type { RequestSketch, SketchedRequests } from "./request-sketch.ts";

/** The innermost request around a place, else the first one that begins on its line. */
export function requestAtPlace({ requests }: SketchedRequests, place: Span, line: Span): RequestSketch | undefined {
  return innermostAround(place, requests) ?? firstOn(line, requests);
}

/** The first request that begins on a line, else the innermost one that the line is a part of. */
export function requestOnLine({ requests }: SketchedRequests, line: Span): RequestSketch | undefined {
  return firstOn(line, requests) ?? innermostAround(line, requests);
}

const firstOn = ({ start, end }: Span, requests: readonly RequestSketch[]): RequestSketch | undefined => requests.find(({ span }) => start <= span.start && span.start < end);

function innermostAround(place: Span, requests: readonly RequestSketch[]): RequestSketch | undefined {
  const around = requests.filter(({ span }) => contains(span, place));
  return around.sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
}
