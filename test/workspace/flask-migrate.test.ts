import { beforeAll, describe, expect, test } from 'vitest';
import { openProject } from '../../server/src/workspace/open-project.ts';
import type { Models } from '../../server/src/workspace/project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

// What Flask-Migrate's env.py asks of the application, in its own order.
const env = `import logging
from logging.config import fileConfig
from flask import current_app
from alembic import context

config = context.config
fileConfig(config.config_file_name)
logger = logging.getLogger('alembic.env')


def get_engine():
    try:
        return current_app.extensions['migrate'].db.get_engine()
    except (TypeError, AttributeError):
        return current_app.extensions['migrate'].db.engine


def get_engine_url():
    try:
        return get_engine().url.render_as_string(hide_password=False).replace('%', '%%')
    except AttributeError:
        return str(get_engine().url).replace('%', '%%')


config.set_main_option('sqlalchemy.url', get_engine_url())
target_db = current_app.extensions['migrate'].db


def get_metadata():
    if hasattr(target_db, 'metadatas'):
        return target_db.metadatas[None]
    return target_db.metadata


def run_migrations_offline():
    url = config.get_main_option("sqlalchemy.url")
    context.configure(url=url, target_metadata=get_metadata(), literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    conf_args = current_app.extensions['migrate'].configure_args
    connectable = get_engine()
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=get_metadata(), **conf_args)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
`;

const factory = `from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_migrate import Migrate
from config import Config

db = SQLAlchemy()
migrate = Migrate()


def create_app(config_class=Config):
    app = Flask(__name__)
    app.config.from_object(config_class)
    db.init_app(app)
    migrate.init_app(app, db)
    from app.main import bp
    app.register_blueprint(bp)
    return app


from app import models
`;
const base = {
  '/p/migrations/alembic.ini': '[alembic]\n# file_template = x\n',
  '/p/migrations/env.py': env,
  '/p/config.py': 'class Config:\n    SQLALCHEMY_DATABASE_URI = "postgresql://me:se%cret@host/shop"\n',
  '/p/app/main.py':
    'from flask import Blueprint\nbp = Blueprint("main", __name__)\n@bp.route("/")\ndef index():\n    return ""\n',
  '/p/app/models.py':
    'from app import db\nclass UserAccount(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n',
  '/p/app/unused.py':
    'from app import db\nclass Unused(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n',
};

function models(files: Readonly<Record<string, string>>): Models {
  return openProject(new MemoryFileSystem(files), '/p/migrations/alembic.ini').models();
}
const tables = ({ metadata }: Models): readonly string[] => metadata.flatMap((m) => [...m.tables.keys()]);
const codes = ({ problems }: Models): readonly string[] => problems.map(({ code }) => code);

describe("Flask-Migrate's env.py", () => {
  test('has the models that the application factory imports, its URL and its options', () => {
    const found = models({ ...base, '/p/app/__init__.py': factory });
    expect(tables(found)).toEqual(['user_account']);
    expect(found.url).toBe('postgresql://me:se%cret@host/shop');
    expect(found.configure).toMatchObject({ compareType: true, renderAsBatch: true });
    expect(found.offlineConfigure).toMatchObject({ literalBinds: true });
    expect(codes(found).filter((code) => code.startsWith('flask'))).toEqual([]);
  });

  test('finds its scripts although alembic.ini does not name them', () => {
    const project = openProject(
      new MemoryFileSystem({ ...base, '/p/app/__init__.py': factory }),
      '/p/migrations/alembic.ini',
    );
    expect(project.scriptDirectory.dir).toBe('/p/migrations');
    expect(project.scriptDirectory.problems).toEqual([]);
  });

  const single = `from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_migrate import Migrate
app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///shop.db'
db = SQLAlchemy(app)
migrate = Migrate(app, db, compare_type=False, render_as_batch=False)
class Thing(db.Model):
    id = db.Column(db.Integer, primary_key=True)
`;
  const plain = {
    '/p/migrations/alembic.ini': base['/p/migrations/alembic.ini'],
    '/p/migrations/env.py': env,
  };

  test('follows FLASK_APP of .flaskenv', () => {
    const found = models({
      ...plain,
      '/p/.flaskenv': 'FLASK_APP=shop.py\n',
      '/p/shop.py': single,
      '/p/app.py': factory,
    });
    expect(tables(found)).toEqual(['thing']);
    // Flask-SQLAlchemy keeps a relative SQLite file in the instance folder.
    expect(found.url).toBe('sqlite:////p/instance/shop.db');
    expect(found.configure).toMatchObject({ compareType: false, renderAsBatch: false });
  });

  test('says why the URL cannot be known', () => {
    const found = models({
      ...base,
      '/p/app/__init__.py': factory,
      '/p/config.py': 'import os\nclass Config:\n    SQLALCHEMY_DATABASE_URI = os.environ["DATABASE_URL"]\n',
    });
    expect(tables(found)).toEqual(['user_account']);
    expect(found.url).toBeNull();
    expect(found.urlProblem?.message).toContain('DATABASE_URL');
  });

  test('goes on where the configuration comes from outside', () => {
    const asked = single.replace(
      "app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///shop.db'",
      "app.config.from_envvar('SETTINGS')\nprint(app.config['SQLALCHEMY_DATABASE_URI'])\nif app.config.get('DEBUG'):\n    raise SystemExit",
    );
    const found = models({ ...plain, '/p/app.py': asked });
    expect(tables(found)).toEqual(['thing']);
    expect(found.url).toBeNull();
  });

  test('says which application it took when nothing names it', () => {
    const found = models({ ...plain, '/p/shop.py': single });
    expect(tables(found)).toEqual(['thing']);
    const [problem] = found.problems.filter(({ code }) => code === 'flask-application');
    expect(problem?.message).toContain('The one of `shop` is taken');
  });

  test('says that nothing tells which application it is', () => {
    const found = models(plain);
    expect(tables(found)).toEqual([]);
    expect(found.problems.find(({ code }) => code === 'flask-application')).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('write FLASK_APP=… into .flaskenv') as string,
    });
  });
});
