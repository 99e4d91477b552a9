package llmswarm.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretNamesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # name               | as a variable | as an option
            DB_PASSWORD          | true          | true
            connectionString     | true          | true
            AZURE_CONNECTION_STRING | true       | true
            aws.secrets          | true          | true
            MY_CREDS             | true          | true
            SSHPASS              | true          | true
            SLACK_WEBHOOK_URL    | true          | true
            AUTH                 | true          | true
            jwt                  | true          | true
            secretAccessKey      | true          | true
            # a key of a program's setting may be one of a table
            SORT_KEY             | true          | false
            primaryKey           | true          | false
            # names of what is none
            max-tokens           | true          | false
            token-file           | false         | false
            TOKEN_PATH           | false         | false
            author               | false         | false
            COMPASS              | false         | false
            screds               | false         | false
            tokenizer            | false         | false
            PATH                 | false         | false
            """)
    void oneListSaysWhatNamesASecret(String name, boolean variable, boolean option) {
        assertEquals(variable, SecretNames.isVariable(name), name);
        assertEquals(option, SecretNames.isOption(name), name);
    }
}
