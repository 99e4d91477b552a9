package sandbox;

import java.util.List;

/** A program that does harm where nothing contains it; its first argument is an outside file, its second a port. */
record Attack(String name, List<String> words) {
    static final List<Attack> ALL = List.of(
            python("home", """
                    import os, sys
                    print(os.listdir(os.path.expanduser("~")), open(sys.argv[1]).read())
                    """),
            shell("home", "ls -A ~; cat ~/secret; cat \"$1\""),
            python("socket", """
                    import socket, sys
                    for at in ("127.0.0.1", int(sys.argv[2])), ("192.0.2.1", 80):
                        try:
                            socket.create_connection(at, 5)
                            print("connected")
                        except OSError as wall:
                            print(wall)
                    """),
            shell("socket", "for at in 127.0.0.1/$2 192.0.2.1/80; do (exec 3<>/dev/tcp/$at) && echo connected; done"),
            // Both would go on without end for any limit here, but not for ever on a machine where the wall gives way.
            python("forks", """
                    import os, time
                    for generation in range(12):
                        os.fork()
                    time.sleep(60)
                    """),
            shell("forks", "f() { [ $1 -eq 0 ] || { f $(($1-1)) | f $(($1-1)) & }; sleep 60; }; f 11"),
            python("memory", """
                    filled = []
                    while True:
                        filled.append(b"x" * (1 << 20))
                    """),
            shell("memory", "x=xxxxxxxx; while :; do x=$x$x; done"),
            python("shared memory", """
                    import mmap
                    filled = mmap.mmap(-1, 10 << 30)
                    for page in range(0, 10 << 30, 4096):
                        filled[page] = 1
                    """),
            shell("memory folder", "head -c 10000000000 /dev/zero > /dev/shm/x; sleep 30"),
            python("disk", """
                    with open("large", "wb") as large:
                        for i in range(10_000):
                            large.write(b"x" * (1 << 20))
                    """),
            shell("disk", "i=0; while [ $i -lt 10000 ]; do head -c 1000000 /dev/zero > large$i; i=$((i+1)); done"),
            python("deleted file", """
                    import os, time
                    files = []
                    for i in range(1000):
                        files.append(open("large", "wb"))
                        os.remove("large")
                        files[-1].write(b"x" * 10_000_000)
                    """),
            python("files on their way", """
                    import os, socket, time
                    sockets = []
                    for i in range(16):
                        to, kept = socket.socketpair()
                        file = os.open("large", os.O_CREAT | os.O_RDWR)
                        os.remove("large")
                        socket.send_fds(to, [b"x"], [file])
                        os.write(file, b"x" * 10_000_000)
                        os.close(file)
                        sockets.append((to, kept))
                        time.sleep(0.1)
                    time.sleep(30)
                    """),
            // As a user without powers, nobody can look at what such a program has open.
            python("own files hidden", """
                    import ctypes, os, time
                    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
                    files = []
                    for i in range(16):
                        files.append(open("large", "wb"))
                        os.remove("large")
                        files[-1].write(b"x" * 10_000_000)
                        time.sleep(0.1)
                    time.sleep(30)
                    """),
            python("room without size", """
                    import ctypes, os, time
                    take = ctypes.CDLL(None).fallocate
                    take.argtypes = ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long
                    for i in range(100):
                        take(os.open(str(i), os.O_CREAT | os.O_RDWR), 1, 0, 10_000_000)
                    time.sleep(30)
                    """),
            python("room taken in a moment", """
                    import ctypes, os
                    take = ctypes.CDLL(None).fallocate
                    take.argtypes = ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long
                    take(os.open("x", os.O_CREAT | os.O_RDWR), 1, 0, 1_000_000_000)
                    """),
            python("page tables", """
                    import mmap, time
                    read = mmap.mmap(-1, 400 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, mmap.PROT_READ)
                    for page in range(0, 400 << 30, 2 << 20):
                        read[page]
                    time.sleep(30)
                    """),
            shell("temporary folder", "head -c 10000000000 /dev/zero > /tmp/large; sleep 30"),
            python("empty files", """
                    import os, time
                    for i in range(200):
                        os.mkdir(str(i))
                        for j in range(1000):
                            open(f"{i}/{j}", "w").close()
                    time.sleep(60)
                    """),
            python("many links", """
                    import os, time
                    for i in range(10_000):
                        os.symlink("x", str(i))
                    time.sleep(60)
                    """),
            python("folders in a folder", """
                    import os, time
                    for i in range(20_000):
                        os.mkdir("d")
                        os.chdir("d")
                    time.sleep(60)
                    """),
            python("closed folders", """
                    import os, time
                    for i in range(200):
                        os.mkdir(str(i))
                        for j in range(50):
                            open(f"{i}/{j}", "w").close()
                        os.chmod(str(i), 0)
                    time.sleep(60)
                    """),
            python("names of one file", """
                    import os, time
                    open("file", "w").close()
                    for i in range(10_000):
                        os.link("file", str(i))
                    time.sleep(60)
                    """),
            shell("memory folders",
            "for d in /tmp ~ /var/tmp /dev/shm /dev /run /home /mnt; do mkdir $d/x && (cd $d/x && touch $(seq 190)); done; sleep 60"),
            shell("temporary files",
            "cd /tmp; for i in $(seq 200); do mkdir $i; (cd $i; touch $(seq 200)); done; sleep 60"),
            python("signals", """
                    import signal, time
                    for number in signal.SIGTERM, signal.SIGINT, signal.SIGHUP:
                        signal.signal(number, signal.SIG_IGN)
                    while True:
                        time.sleep(1)
                    """),
            shell("signals", "trap '' TERM INT HUP; while :; do sleep 1; done"),
            python("output", """
                    while True:
                        print("x" * 1000)
                    """),
            shell("output", "yes \"$1\""),
            python("links", """
                    import os, sys
                    os.symlink(sys.argv[1], "link")
                    os.symlink(os.path.dirname(sys.argv[1]), "folder")
                    for place in "link", "folder/planted", ".swarm":
                        try:
                            if place == ".swarm":
                                os.symlink(sys.argv[1], place)
                            else:
                                open(place, "w").write("harm")
                        except OSError as wall:
                            print(wall)
                    """),
            shell("links", """
                    ln -s "$1" link; ln "$1" hard; ln -s "${1%/*}" folder; ln -s "$1" .swarm
                    echo harm > link; echo harm > hard; echo harm > folder/planted
                    """),
            python("hooks", """
                    import os
                    for place in "hooks/pre-commit", "config", "../.git/info/attributes":
                        try:
                            os.makedirs(os.path.dirname(".git/" + place), exist_ok=True)
                            open(".git/" + place, "w").write("harm")
                        except OSError as wall:
                            print(wall)
                    """),
            shell("hooks", """
                    mkdir -p .git/hooks; echo harm > .git/hooks/pre-commit; echo harm > .git/config; git config core.hooksPath .
                    rm -rf .git; mv .git other; mkdir .git; chmod 777 .git; echo harm > .git/config
                    """));

    private static Attack python(String name, String program) {
        return new Attack(name + ", python", List.of("python3", "-c", program));
    }

    private static Attack shell(String name, String program) {
        return new Attack(name + ", shell", List.of("bash", "-c", program, "bash"));
    }
}
