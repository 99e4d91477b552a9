package answers;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which paths the caller lets an answer write; each reason is one sentence that names the path. */
public interface PathPolicy {
    /** Why nothing may be written at the path; empty when it may. */
    Optional<String> refusal(String path);

    /** Why the path is never one inside a project, whatever a caller allows; empty when it may be one. */
    Optional<String> unsafe(String path);

    /** One sentence for each two of the paths that some system takes for the same file. */
    List<String> clashes(Collection<String> paths);
}
