/** Opens the database and brings its tables up to date. */
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";

const MIGRATIONS = fileURLToPath(new URL("./migrations/", import.meta.url));
/** One program at a time changes the tables. */
const LOCK = 7_214_001;
/** What PostgreSQL says of transactions that got in each other's way; made anew, they succeed. */
const AGAIN = new Set(["40001", "40P01"]);
const ATTEMPTS = 8;

// bigint, such as count(*), is a number, and a date is a text such as 2030-12-31.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** A pool of connections to a database whose tables are up to date. The address is like postgresql://user@host/name. */
export async function openDatabase(address: string): Promise<pg.Pool> {
  const pool = new pg.Pool({ connectionString: address, connectionTimeoutMillis: 10_000 });
  pool.on("error", (error) => console.error(`A connection to the database was lost: ${error.message}`));
  try {
    await migrate(pool);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** Runs the files of migrations/ in the order of their names, each once and in a transaction of its own. */
async function migrate(pool: pg.Pool): Promise<void> {
  const names = (await readdir(MIGRATIONS).catch(() => [])).filter((name) => name.endsWith(".sql")).sort();
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query(
      "CREATE TABLE IF NOT EXISTS schema_migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
    );
    const { rows } = await client.query<{ name: string }>("SELECT name FROM schema_migration");
    const applied = new Set(rows.map((row) => row.name));
    for (const name of names.filter((each) => !applied.has(each))) await apply(client, name);
    await client.query("SELECT pg_advisory_unlock($1)", [LOCK]);
  } finally {
    client.release(true);
  }
}

async function apply(client: pg.PoolClient, name: string): Promise<void> {
  const sql = await readFile(MIGRATIONS + name, "utf8");
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query("INSERT INTO schema_migration (name) VALUES ($1)", [name]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    if (!(error instanceof pg.DatabaseError)) throw error;
    const line = sql.slice(0, Number(error.position ?? 1) - 1).split("\n").length;
    throw new Error(`server/migrations/${name}:${line}: ${error.message}`);
  }
}

/**
 * Does the work in a transaction, whose writes are undone when it throws. One that writes sees nothing of others that
 * write at the same time; where two got in each other's way, the work is done anew.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  writes: boolean,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let broken = false;
    try {
      await client.query(writes ? "BEGIN ISOLATION LEVEL SERIALIZABLE" : "BEGIN");
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch(() => (broken = true));
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      if (attempt === ATTEMPTS || !AGAIN.has(code ?? "")) throw error;
    } finally {
      client.release(broken);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
  }
}
