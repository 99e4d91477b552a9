package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;

import llmswarm.ReactNode;
import llmswarm.Scaffold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scaffold of react-node without any model's work: what its conventions promise, in forms that people write. */
@Timeout(300)
class ReactNodeScaffoldTest {
    /** Not in endpoints/, imported without an ending, in another style. */
    private static final String ENDPOINTS = """
            import { route, Refused } from './api'
            import type { Context, Reply } from './api'
            import { isPassword, hashPassword } from './secrets'

            const names = async ({ database, now }: Context): Promise<Reply> => {
              const { rows } = await database.query('SELECT name FROM thing WHERE made > $1 ORDER BY id', [new Date(now.getTime() - 60_000)])
              return { body: rows.map((row) => row.name) }
            }
            route('GET', '/api/things', names)

            route('POST', '/api/things', async (context) => {
              const name = context.text('name')
              await context.database.query('INSERT INTO thing (name, made) VALUES ($1, $2)', [name, context.now])
              if (name === 'raised') throw new Refused(409, 'Not this one.')
              if (name === 'answered') return { status: 409, body: { error: 'Nor this one.' } }
              if (name === 'broken') await context.database.query('SELECT 1 / 0')
              return { status: 201, session: { token: 'token', ends: new Date(context.now.getTime() + 1000) } }
            })

            route('POST', '/api/first', async ({ database, now }) => {
              const { rows } = await database.query('SELECT count(*) AS many FROM thing')
              if (rows[0].many !== 0) throw new Refused(409, 'There is one already.')
              await database.query("INSERT INTO thing (name, made) VALUES ('first', $1)", [now])
              return { status: 201 }
            })

            route('GET', '/api/things/:id', ({ parameters, query }) => ({ body: { ...parameters, ...query } }))
            route('GET', '/api/things/newest', () => ({ body: 'newest' }))
            route('GET', '/api/kinds', async ({ database }) =>
              ({ body: (await database.query("SELECT DATE '2030-12-31' AS day, 4000000000 AS big")).rows[0] }))
            route('GET', '/api/secrets', async () => {
              const hash = await hashPassword('a long password')
              return { body: [await isPassword('a long password', hash), await isPassword('another', hash), await isPassword('x', undefined)] }
            })
            route('DELETE', '/api/session', () => ({ status: 204, session: null }))
            """;
    private static final String TESTS = """
            import assert from 'node:assert/strict'
            import { describe, it } from 'node:test'
            import { startSite, type Site } from './live'

            const post = (site: Site, headers: Record<string, string>, body: BodyInit, path = 'api/things') =>
              fetch(site.address + path, { method: 'POST', headers, body })
            const json = { 'Content-Type': 'application/json' }

            describe('writing', () => {
              it('undoes what is raised and keeps what is returned', async (t) => {
                const ann = (await startSite(t)).visitor()
                const statuses = []
                for (const name of ['raised', 'answered', 'broken', 'plain']) statuses.push((await ann.call('POST', '/api/things', { name })).status)
                assert.deepEqual(statuses, [409, 409, 500, 201])
                assert.deepEqual((await ann.call('GET', '/api/things')).body, ['answered', 'plain'])
              })
              it('lets of calls at the same time each see what the others wrote', async (t) => {
                const site = await startSite(t)
                const all = await Promise.all(Array.from({ length: 8 }, () => site.visitor().call('POST', '/api/first')))
                assert.deepEqual(all.map((each) => each.status).sort(), [201, ...Array(7).fill(409)])
              })
              it('tells nothing of a fault', async (t) => {
                const answer = await (await startSite(t)).visitor().call('POST', '/api/things', { name: 'broken' })
                assert.deepEqual(answer.body, { error: 'The server made a mistake.' })
              })
            })

            it('has a time that stands still until a test moves it', async (t) => {
              const site = await startSite(t), ann = site.visitor()
              await ann.call('POST', '/api/things', { name: 'plain' })
              site.now = new Date(site.now.getTime() + 59_999)
              assert.deepEqual((await ann.call('GET', '/api/things')).body, ['plain'])
              site.now = new Date(site.now.getTime() + 1)
              assert.deepEqual((await ann.call('GET', '/api/things')).body, [])
            })

            it('sets and drops the session', async (t) => {
              const site = await startSite(t), ann = site.visitor()
              const answer = await ann.call('POST', '/api/things', { name: 'plain' })
              const ends = new Date(site.now.getTime() + 1000).toUTCString()
              assert.equal(answer.headers.get('set-cookie'), `session=token; Expires=${ends}; Path=/; HttpOnly; SameSite=Strict`)
              assert.equal(ann.session, 'token')
              await ann.call('DELETE', '/api/session')
              assert.equal(ann.session, null)
              const proxied = await post(site, { ...json, 'X-Forwarded-Proto': 'https' }, '{"name": "plain"}')
              assert.match(proxied.headers.get('set-cookie') ?? '', /; Secure$/)
            })

            it('takes parameters and kinds of values as the conventions say', async (t) => {
              const ann = (await startSite(t)).visitor()
              assert.deepEqual((await ann.call('GET', '/api/things/a%2Fb?sort=name')).body, { id: 'a/b', sort: 'name' })
              assert.equal((await ann.call('GET', '/api/things/newest')).body, 'newest')
              assert.deepEqual((await ann.call('GET', '/api/kinds')).body, { day: '2030-12-31', big: 4000000000 })
              assert.deepEqual((await ann.call('GET', '/api/secrets')).body, [true, false, false])
            })

            it('refuses what is no call of the page', async (t) => {
              const site = await startSite(t)
              const statuses = await Promise.all([
                post(site, { 'Content-Type': 'text/plain' }, '{"name": "x"}'),
                post(site, { ...json, Origin: 'https://evil.example' }, '{"name": "x"}'),
                post(site, { ...json, 'Sec-Fetch-Site': 'cross-site' }, '{"name": "x"}'),
                post(site, { ...json, Origin: new URL(site.address).origin, 'Sec-Fetch-Site': 'same-origin' }, '{"name": "x"}'),
                post(site, json, '{'), post(site, json, '[]'), post(site, json, '"x"'), post(site, json, '{"name": 7}'),
                post(site, json, '{"name": "\\\\u0000"}'), post(site, json, '{"name": "\\\\ud800"}'), post(site, json, '{"__proto__": {"name": "x"}}'),
                post(site, json, ' '.repeat(65_537)), post(site, json, '{}', 'elsewhere'),
                fetch(site.address + 'api/things', { method: 'PATCH' }), fetch(site.address + 'api/thing'), fetch(site.address + 'api/things/%ff'),
              ].map(async (answer) => (await answer).status))
              assert.deepEqual(statuses, [415, 403, 403, 201, 400, 400, 400, 400, 400, 400, 400, 413, 405, 405, 404, 404])
            })

            it('sends no file but those of the built page', async (t) => {
              const site = await startSite(t)
              for (const path of ['server/api.ts', '..%2fpackage.json', '%2e%2e/package.json', '..%2f..%2fetc/hosts.conf', '%00.js', '%ff.js', 'x'.repeat(5000) + '.js']) {
                assert.equal((await fetch(site.address + path)).status, 404, path)
              }
            })
            """;
    private static final String PAGE_TEST = """
            import assert from "node:assert/strict";
            import { test } from "node:test";
            import { renderToStaticMarkup } from "react-dom/server";
            import { App } from "./App";

            test("a component is rendered without a browser", () => assert.equal(renderToStaticMarkup(<App />), "<h1>Things</h1>"));
            """;

    @TempDir
    Path folder;

    @Test
    void whatTheConventionsPromiseHoldsInWhateverStyleOnesCodeIs() throws Exception {
        var pack = ReactNode.here();
        var project = folder.toRealPath();
        new Scaffold(project, ReactNode.PACK, ReactNode.VARIABLES).file("server/things.ts", ENDPOINTS)
                .file("server/migrations/002-made.sql", "ALTER TABLE thing ADD made timestamptz NOT NULL;\n")
                .file("server/migrations/001-things.sql",
                "BEGIN;\nCREATE TABLE thing (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);\nCOMMIT;\n")
                .file("tests/things.test.ts", TESTS).file("web/App.test.tsx", PAGE_TEST)
                .file("web/App.tsx", "import React from 'react';\nexport const App = () => <h1>Things</h1>;\n");
        for (var check : new String[] {"types-server", "types-web", "types-tests", "build", "tests"}) {
            var outcome = pack.check(project, check, "");
            assertEquals(Optional.empty(), outcome.failure(), () -> check + ": " + outcome.result().tail());
            if (check.equals("tests")) assertTrue(outcome.result().tail().contains("tests 11"), outcome.result()::tail);
        }
    }
}
