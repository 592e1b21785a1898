import type { Answers, Question } from '../alembic/autogenerate/beyond/index.ts';
import { CommandError } from '../alembic/script/revision-errors.ts';

/** `--answer ID=yes`. Throws CommandError for one that says neither yes nor no. */
export function readAnswers(given: readonly string[]): Answers {
  return Object.fromEntries(
    given.map((text) => {
      const parts = /^(.*)=(yes|no)$/s.exec(text);
      if (parts === null) throw new CommandError(`--answer needs a question and =yes or =no: '${text}'`);
      const [, id = '', word] = parts;
      return [id, word === 'yes'];
    }),
  );
}

/** Throws CommandError that shows how to answer, where a question is open: a rename taken for a drop loses data. */
export function assertAnswered(questions: readonly Question[]): void {
  if (questions.length === 0) return;
  const lines = questions.map(({ text, id }) => `  ${text} --answer '${id}=yes' or --answer '${id}=no'`);
  throw new CommandError(`Questions are open, so no revision is written:\n${lines.join('\n')}`);
}
