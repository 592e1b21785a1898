import { templateSynopses } from '../alembic/script/init-template.ts';
import type { Command } from './command.ts';

export const listTemplates: Command = {
  name: 'list_templates',
  help: 'List available templates.',
  positionals: [],
  options: [],
  run() {
    return {
      printed: [
        'Available templates:\n',
        ...templateSynopses.map(({ name, description }) => `${name} - ${description}`),
        "\nTemplates are used via the 'init' command, e.g.:",
        '\n  alembic init --template generic ./scripts',
      ],
      data: templateSynopses,
    };
  },
};
