import { window } from 'vscode';

/** Asks for a revision's message. Null: the user gave up. */
export async function inputMessage(title: string, value = ''): Promise<string | null> {
  const message = await window.showInputBox({
    title,
    value,
    prompt: 'What the revision does, in a few words. It becomes part of the file name.',
    placeHolder: 'add phone number',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Enter a message.' : null),
  });
  return message === undefined || message.trim() === '' ? null : message.trim();
}
