/**
 * Reads the answers of language models: files with their paths, edits of files, and JSON, out of the talk and thinking
 * around them. It knows no project and no disk: the caller says which paths were asked for and which may be written,
 * and gets whole texts, or faults in sentences that a model can act on. What is not clear is a fault and never a
 * guess. Begin with {@link answers.AnswerReader}; {@link answers.FencePairing} says where a block ends, {@link
 * answers.edit.SearchReplace} where an edit belongs, and {@link answers.JsonAnswer} finds an object.
 */
package answers;
