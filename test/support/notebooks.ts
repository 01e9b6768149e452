// Notebooks as Jupyter writes them: an indent of one, a line for each line of a source, outputs that no tool may touch.

/** A notebook in Python of code cells with these sources. */
export const notebookOf = (...sources: string[]): string =>
  `${JSON.stringify(
    {
      cells: sources.map((source, index) => ({
        cell_type: "code",
        execution_count: index,
        id: `cell-${index}`,
        metadata: { tags: [] },
        outputs: [{ name: "stdout", output_type: "stream", text: ["import litellm\n"] }],
        source: source.match(/[^\n]*\n|[^\n]+$/g) ?? [],
      })),
      metadata: { kernelspec: { display_name: "Python 3", language: "python", name: "python3" }, language_info: { name: "python" } },
      nbformat: 4,
      nbformat_minor: 5,
    },
    undefined,
    1,
  )}\n`;
