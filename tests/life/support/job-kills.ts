import pg from 'pg';

const CHANNEL = 'life_job_taken';
/** Table of the queues in whose jobs no kill has happened yet. */
const WANTED = 'life_kill_wanted';

/** Kills the worker while it holds a job, once for every queue asked for. */
export class JobKills {
  /** Queues in whose jobs a kill happened, with the number of kills. */
  readonly killed = new Map<string, number>();
  private chain: Promise<void> = Promise.resolve();
  private failure: unknown;

  private constructor(
    private readonly client: pg.Client,
    private readonly queues: readonly string[],
    private readonly killWorker: () => Promise<void>,
    private readonly restartWorker: () => Promise<void>,
  ) {}

  /**
   * Watches the job table through a trigger, so that no job is taken unseen. A job of a queue in which
   * no kill has happened yet cannot be noted as done before it: short ones would be over by then.
   */
  static async watch(
    databaseUrl: string,
    queues: readonly string[],
    killWorker: () => Promise<void>,
    restartWorker: () => Promise<void>,
  ): Promise<JobKills> {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    await client.query(`
      CREATE OR REPLACE FUNCTION ${CHANNEL}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('${CHANNEL}', NEW.name || ' ' || NEW.id);
        RETURN NULL;
      END $$;
      CREATE OR REPLACE TRIGGER ${CHANNEL} AFTER UPDATE OF state ON pgboss.job
        FOR EACH ROW WHEN (NEW.state = 'active') EXECUTE FUNCTION ${CHANNEL}();

      CREATE TABLE ${WANTED} (queue text PRIMARY KEY);
      CREATE OR REPLACE FUNCTION ${WANTED}_wait() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        FOR i IN 1..600 LOOP
          EXIT WHEN NOT EXISTS (SELECT FROM ${WANTED} WHERE queue = NEW.name);
          PERFORM pg_sleep(0.05);
          -- Who asked is dead by now: what it says is not taken any more.
          IF NOT EXISTS (SELECT FROM ${WANTED} WHERE queue = NEW.name) THEN
            RAISE EXCEPTION 'the worker was killed';
          END IF;
        END LOOP;
        RETURN NEW;
      END $$;
      CREATE OR REPLACE TRIGGER ${WANTED}_wait BEFORE UPDATE OF state ON pgboss.job
        FOR EACH ROW WHEN (NEW.state = 'completed') EXECUTE FUNCTION ${WANTED}_wait();
    `);
    await client.query(`INSERT INTO ${WANTED} SELECT unnest($1::text[])`, [queues]);
    const kills = new JobKills(client, queues, killWorker, restartWorker);
    client.on('error', (error) => {
      kills.failure ??= error;
    });
    client.on('notification', (message) => kills.onTaken(message.payload ?? ''));
    await client.query(`LISTEN ${CHANNEL}`);
    return kills;
  }

  /** Queues in which no kill has happened yet. */
  get outstanding(): string[] {
    return this.queues.filter((queue) => !this.killed.has(queue));
  }

  private onTaken(payload: string): void {
    const [queue, id] = payload.split(' ') as [string, string];
    if (!this.outstanding.includes(queue)) return;
    this.chain = this.chain
      .then(() => this.killHolder(queue, id))
      .catch((error) => {
        this.failure ??= error;
      });
  }

  private async killHolder(queue: string, id: string): Promise<void> {
    if (!this.outstanding.includes(queue) || !(await this.isActive(queue, id))) return;
    await this.killWorker();
    // Only a job that the worker had not finished counts as killed in the middle.
    if (await this.isActive(queue, id)) {
      this.killed.set(queue, (this.killed.get(queue) ?? 0) + 1);
      await this.client.query(`DELETE FROM ${WANTED} WHERE queue = $1`, [queue]);
    }
    await this.restartWorker();
  }

  private async isActive(queue: string, id: string): Promise<boolean> {
    const { rows } = await this.client.query(
      `SELECT 1 FROM pgboss.job WHERE name = $1 AND id = $2 AND state = 'active'`,
      [queue, id],
    );
    return rows.length === 1;
  }

  /** Ends the watch; throws what went wrong in a kill or restart. */
  async stop(): Promise<void> {
    await this.client.query(`DELETE FROM ${WANTED}`);
    await this.client.query(`DROP TRIGGER IF EXISTS ${CHANNEL} ON pgboss.job`);
    await this.client.query(`DROP TRIGGER IF EXISTS ${WANTED}_wait ON pgboss.job`);
    await this.chain;
    await this.client.end();
    if (this.failure) throw this.failure;
  }
}
