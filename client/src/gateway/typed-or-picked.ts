import { type QuickPickItem, window } from "vscode";

/** An entry that stands for a text, or for looking further. */
export interface TextItem extends QuickPickItem {
  /** Undefined: the entry asks for more entries. */
  readonly text: string | undefined;
}

/** A quick pick in which what is typed can be taken as it is, where it is no nonsense; undefined where the user goes away. */
export function typedOrPicked({
  title,
  placeholder,
  items,
  problem = () => undefined,
}: {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly TextItem[];
  readonly problem?: (text: string) => string | undefined;
}): Promise<TextItem | undefined> {
  const pick = window.createQuickPick<TextItem>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.items = items;
  pick.onDidChangeValue((value) => {
    const text = value.trim();
    const isNew = text !== "" && !items.some((item) => item.text === text) && problem(text) === undefined;
    pick.items = [...(isNew ? [{ label: text, description: "as typed", text, alwaysShow: true }] : []), ...items];
  });
  return new Promise((done) => {
    pick.onDidAccept(() => {
      done(pick.selectedItems[0]);
      pick.hide();
    });
    pick.onDidHide(() => {
      done(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
