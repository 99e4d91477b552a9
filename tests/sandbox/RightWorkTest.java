package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs of all kinds ask of the kernel in right work: the filter of system calls lets it pass. */
@Order(1)
class RightWorkTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void pythonStartsProcessesServesAndKeepsADatabase(String name) throws Exception {
        runs(name, "[0, 1, 4, 9]\n[0, 1, 4, 9]\nb'a child'\nb'x'\n[(1,)]\n[(1, 'lo')]", "python3", """
                import asyncio, math, multiprocessing, socket, sqlite3

                async def main():
                    child = await asyncio.create_subprocess_exec("printf", "a child", stdout=asyncio.subprocess.PIPE)
                    print((await child.communicate())[0])
                    async def answer(reader, writer):
                        writer.write(b"x")
                        await writer.drain()
                        writer.close()
                    server = await asyncio.start_server(answer, "127.0.0.1", 0)
                    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                    print(await reader.read())

                if __name__ == "__main__":
                    for how in "fork", "spawn":
                        with multiprocessing.get_context(how).Pool(2) as pool:
                            print(pool.map(math.prod, [[0, 0], [1, 1], [2, 2], [3, 3]]))
                    asyncio.run(main())
                    kept = sqlite3.connect("kept.db")
                    kept.execute("pragma journal_mode = wal")
                    kept.execute("create table t (a)")
                    kept.execute("insert into t values (1)")
                    print(kept.execute("select * from t").fetchall())
                    print(socket.if_nameindex())
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void nodeServesReadsFilesAndStartsWorkers(String name) throws Exception {
        runs(name, "127.0.0.1\nserved\nwritten\na child\na worker", "node", """
                const {networkInterfaces} = require("os"), fs = require("fs"), {Worker} = require("worker_threads");
                console.log(networkInterfaces().lo[0].address);
                const server = require("http").createServer((q, r) => r.end("served")).listen(0, "localhost", async () => {
                    console.log(await (await fetch("http://localhost:" + server.address().port)).text());
                    server.close();
                    server.closeAllConnections();
                    await fs.promises.writeFile("file", "written");
                    console.log(await fs.promises.readFile("file", "utf8"));
                    fs.watch(".").close();
                    console.log(require("child_process").execSync("printf 'a child'").toString());
                    new Worker("require('worker_threads').parentPort.postMessage('a worker')", {eval: true}).on("message", console.log);
                });
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void javaServesAndStartsProcesses(String name) throws Exception {
        runs(name, "served\n0\nlo", "java", """
                import com.sun.net.httpserver.HttpServer;
                import java.net.*;
                import java.net.http.*;

                class Program {
                    public static void main(String[] args) throws Exception {
                        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
                        server.createContext("/", exchange -> {
                            exchange.sendResponseHeaders(200, 6);
                            exchange.getResponseBody().write("served".getBytes());
                            exchange.close();
                        });
                        server.start();
                        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
                        System.out.println(HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()).body());
                        System.out.println(new ProcessBuilder("true").start().waitFor());
                        System.out.println(NetworkInterface.networkInterfaces().findFirst().orElseThrow().getName());
                        server.stop(0);
                    }
                }
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void whatACompilerMakesIsWatchedForLeaksAndRaces(String name) throws Exception {
        runs(name, "leaks: 0\ndetected memory leaks\nraces: 0", "cc", "sh", """
                printf '#include <stdlib.h>\\nint main(int c, char **v) { char *volatile p = malloc(10); if (c == 1) free(p); p = 0; return 0; }' > m.c
                cc -fsanitize=address,undefined m.c -o m && ./m; echo leaks: $?
                ./m leak 2>&1 | grep -o 'detected memory leaks'
                printf '#include <pthread.h>\\nvoid *f(void *a) { return a; }\\nint main(void) { pthread_t t; pthread_create(&t, 0, f, 0); pthread_join(t, 0); return 0; }' > t.c
                cc -fsanitize=thread t.c -o t && ./t; echo races: $?
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void chromiumShowsAPageWithoutItsOwnSandbox(String name) throws Exception {
        runs(name, "<html><head></head><body><p>1</p></body></html>", "chromium", "sh", """
                page='data:text/html,<body><script>document.body.innerHTML=`<p>1</p>`</script>'
                chromium --headless --no-sandbox --disable-gpu --dump-dom "$page" 2>/dev/null
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void gitCommits(String name) throws Exception {
        runs(name, "a commit", "git", "sh", """
                mkdir r && cd r && git init -q && git -c user.name=n -c user.email=e commit -q --allow-empty -m 'a commit'
                git log --format=%s
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void perlForksAndOpensSockets(String name) throws Exception {
        runs(name, "0 open", "perl", """
                use Socket;
                my $child = fork // die;
                exit 0 if !$child;
                waitpid $child, 0;
                print $?;
                socket my $socket, AF_INET, SOCK_STREAM, 0 and print " open";
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void processesOfACheckTalkByUnixSockets(String name) throws Exception {
        runs(name, "b'socket'\nb'\\x00name'\nb'pair'", "python3", """
                import os, socket

                for place in "socket", "\\0name":
                    server = socket.socket(socket.AF_UNIX)
                    server.bind(place)
                    server.listen()
                    if os.fork() == 0:
                        client = socket.socket(socket.AF_UNIX)
                        client.connect(place)
                        client.sendall(place.encode())
                        os._exit(0)
                    print(server.accept()[0].recv(9))
                one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
                one.send(b"pair")
                print(other.recv(9))
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void withNetworkPythonFetchesByNameAndStartsProcesses(String name) throws Exception {
        runs(name, new Sandbox.Access(true, Map.of()), "b'served'\nb'a child'\nb'pair'\n[0, 1]", "python3", "python3", """
                import asyncio, http.server, math, multiprocessing, socket, threading, urllib.request

                class Page(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        self.send_response(200)
                        self.end_headers()
                        self.wfile.write(b"served")
                    def log_message(self, *words):
                        pass

                async def main():
                    child = await asyncio.create_subprocess_exec("printf", "a child", stdout=asyncio.subprocess.PIPE)
                    print((await child.communicate())[0])

                if __name__ == "__main__":
                    server = http.server.HTTPServer(("localhost", 0), Page)
                    threading.Thread(target=server.serve_forever, daemon=True).start()
                    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
                    print(direct.open("http://localhost:%d" % server.server_port).read())
                    asyncio.run(main())
                    one, other = socket.socketpair()
                    one.send(b"pair")
                    print(other.recv(9))
                    with multiprocessing.get_context("spawn").Pool(2) as pool:
                        print(pool.map(math.prod, [[0, 0], [1, 1]]))
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void withNetworkNodeFetchesByNameAndTalksToItsChildren(String name) throws Exception {
        runs(name, new Sandbox.Access(true, Map.of()), "served\na child\na message", "node", "node", """
                const {execSync, fork} = require("child_process");
                if (process.send) {
                    process.send("a message");
                    process.disconnect();
                } else {
                    const server = require("http").createServer((q, r) => r.end("served")).listen(0, "localhost", async () => {
                        console.log(await (await fetch("http://localhost:" + server.address().port)).text());
                        server.close();
                        server.closeAllConnections();
                        console.log(execSync("printf 'a child'").toString());
                        fork(__filename).on("message", said => console.log(said));
                    });
                }
                """);
    }

    /** What leads through the kernel's own files to others is written to, although those of the kernel are not. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void programsReadAndWriteByWayOfTheKernelsFiles(String name) throws Exception {
        runs(name, "out\nerr\nby number\nnamed\nthere\nchanged\nanother's\nread", "python3", """
                import ctypes, os, subprocess, threading
                subprocess.run("echo out >> /dev/stdout; echo err >> /dev/stderr; echo by number >> /proc/self/fd/1", shell=True)
                named = threading.Thread(target=lambda: (libc.prctl(15, b"named"), print(
                    open("/proc/self/task/%d/comm" % threading.get_native_id()).read().strip(), flush=True)))
                libc = ctypes.CDLL(None)
                named.start()
                named.join()
                open("/proc/self/cwd/there", "w").write("there")
                print(open("there").read(), flush=True)
                kept = os.open(".", os.O_TMPFILE | os.O_RDWR)
                os.write(os.open("/proc/self/fd/%d" % kept, os.O_RDWR), b"changed")
                print(os.pread(kept, 9, 0).decode(), flush=True)
                child = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
                open("/proc/%d/fd/0" % child.pid, "w").write("another's\\n")
                child.communicate()
                assert "sandbox" not in open("/proc/%d/cmdline" % os.getppid()).read()
                print("read" if open("/proc/self/mem", "rb").fileno() and os.listdir("/proc/self/fd") else "")
                """);
    }

    private void runs(String wall, String expected, String program, String text) throws Exception {
        runs(wall, expected, program, program, text);
    }

    private void runs(String wall, String expected, String needed, String program, String text) throws Exception {
        runs(wall, Sandbox.Access.NONE, expected, needed, program, text);
    }

    /** Skips the test, with a message, where the needed program is missing. */
    private void runs(String wall, Sandbox.Access access, String expected, String needed, String program, String text)
            throws Exception {
        var sandbox = Walls.here(wall);
        assumeTrue(sandbox.program(needed).isPresent(), "skipped: there is no " + needed);
        var file = Files.writeString(temp.resolve(program.equals("java") ? "Program.java" : "program"), text);
        var result = sandbox.run(List.of(program, file.getFileName().toString()), temp, Walls.LIMITS, access);
        assertEquals(expected, result.trouble().orElse(result.tail()));
    }
}
