//DEPS com.google.re2j:re2j:1.8
package llmswarm.config.stack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.re2j.Pattern;

/**
 * What is made for all attempts: commands that fetch and build over the scaffold, with network.
 *
 * @param commands run one after the other
 * @param shared   folders that they leave, which every check then sees read-only, relative to the project
 * @param files    how many files one command of setup or checks may make, where the usual is not right
 * @param reads    globs of the files on which the commands depend; where a task changes one, they run again, over its
 *                 files; they run once when empty
 * @param keep     files that the commands leave and that become part of the project, such as a lock file
 * @param pass     variables of this program's environment that the commands are given
 * @param dependencies how packages that a task newly asks for are looked up before the commands run again
 */
public record SharedSetup(List<List<String>> commands, List<String> shared, Optional<Integer> files,
                          List<String> reads, List<String> keep, List<String> pass, List<Dependencies> dependencies) {
    /** Without any. */
    static final SharedSetup NONE = new SharedSetup(List.of(), List.of(), Optional.empty(), List.of(), List.of(),
            List.of(), List.of());

    public SharedSetup {
        commands = commands.stream().map(List::copyOf).toList();
        shared = List.copyOf(shared);
        reads = List.copyOf(reads);
        keep = List.copyOf(keep);
        pass = List.copyOf(pass);
        dependencies = List.copyOf(dependencies);
    }

    /** Commands alone. */
    public static SharedSetup of(List<List<String>> commands) {
        return new SharedSetup(commands, List.of(), Optional.empty(), List.of(), List.of(), List.of(), List.of());
    }

    SharedSetup filled(Filling values) {
        return new SharedSetup(commands, shared.stream().map(values::path).toList(), files,
                reads.stream().map(values::glob).toList(), keep.stream().map(values::path).toList(), pass,
                dependencies.stream().map(one -> one.filled(values)).toList());
    }

    /** Its own and those that look up packages: all of them run with network but for what lists names. */
    public List<List<String>> allCommands() {
        return Stream.concat(commands.stream(), dependencies.stream().flatMap(one -> Stream.of(one.list(), one.look(),
                one.resolve().map(Dependencies.Resolve::run).orElse(List.of())))).filter(words -> !words.isEmpty())
                .toList();
    }

    /**
     * How packages that files newly ask for are looked up before setup installs them.
     *
     * @param files    globs of the files that ask for packages; setup reads them, too
     * @param list     a command whose output is read in place of the file, as {@code {{file}}}; empty where the file
     *                 itself is read
     * @param names    each finds a package, with the group name, and maybe the group version
     * @param look     the command that asks for a package, as {@code {{dependency}}}, with network
     * @param absent   finds in the output of one that failed that there is no such package
     * @param released finds each release in the output, with the group date and maybe the group version
     * @param least    how old a package, and the version of it that is asked for, has to be
     * @param resolve  how all packages are found that are installed together with these
     */
    public record Dependencies(List<String> files, List<String> list, List<Pattern> names, List<String> look,
            Pattern absent, Optional<Pattern> released, Optional<Duration> least, Optional<Resolve> resolve) {
        /** What stands for the package in {@link #look}. */
        public static final String DEPENDENCY = "dependency";

        public Dependencies {
            files = List.copyOf(files);
            list = List.copyOf(list);
            names = List.copyOf(names);
            look = List.copyOf(look);
        }

        /**
         * A command that writes down, with network and without installing anything, which packages would be installed.
         *
         * @param files globs of the files that it leaves
         * @param names find in these what is looked up as well, with the groups name and version
         */
        public record Resolve(List<String> run, List<String> files, List<Pattern> names) {
            public Resolve {
                run = List.copyOf(run);
                files = List.copyOf(files);
                names = List.copyOf(names);
            }
        }

        Dependencies filled(Filling values) {
            return new Dependencies(files.stream().map(values::glob).toList(), list, names.stream().map(values::pattern)
                    .toList(), look, values.pattern(absent), released.map(values::pattern), least,
                    resolve.map(of -> new Resolve(of.run(), of.files().stream().map(values::glob).toList(),
                    of.names().stream().map(values::pattern).toList())));
        }
    }
}
