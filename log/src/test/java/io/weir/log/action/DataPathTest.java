package io.weir.log.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataPathTest {
    @ParameterizedTest
    @CsvSource({
        "a%253Ab, a%3Ab",
        "a%20b, a b",
        "a+b, a+b",
        "100%, 100%",
        "%zz, %zz",
        "%C3%A9, é",
        "é, é",
        "plain, plain",
    })
    void aPathIsDecodedOnce(String logPath, String name) {
        assertThat(DataPath.decode(logPath)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "part-00000.parquet",
                "p=a b/f.parquet",
                "p=a%3Ab/f.parquet",
                "p=100%/f",
                "time=10:00:00/f",
                "a:b",
                "s3://looks/like",
                "p=é𝄞/f",
                "p=#?[]{}|\\^`\"<>/f",
                "p=a+b/f",
                "control\u0001\n/f",
            })
    void aNameComesBackFromTheLogAsItWas(String name) {
        String encoded = DataPath.encode(name);

        assertThat(DataPath.decode(encoded)).isEqualTo(name);
        assertThat(URI.create(encoded).getPath()).isEqualTo(name);
        assertThat(DataPath.isAbsolute(encoded)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/x/y, /x/y",
        "file:/x/y, /x/y",
        "file:///x/y, /x/y",
        "FILE://localhost/x/y, /x/y",
        "file:///x//y/, /x/y",
        "file:///x/./z/../y, /x/y",
        "file:///x%20y, /x y",
        "s3://bucket/x//y, s3://bucket/x/y",
        "S3://bucket/y, s3://bucket/y",
        "s3a://bucket/y, s3://bucket/y",
        "s3n://bucket/y, s3://bucket/y",
        "abfss://c@a.net/y, abfs://c@a.net/y",
        "wasbs://c@a.net/y, wasb://c@a.net/y",
        "a/./b, a/b",
        "./a, a",
        "a/../b, b",
        "../b, ../b",
        "time=10:00/f, time=10:00/f",
        "C:/x, C:/x",
        "..a/b., ..a/b.",
    })
    void spellingsOfOneFileAreOneCanonicalPath(String logPath, String canonical) {
        assertThat(DataPath.canonical(logPath)).isEqualTo(canonical);
    }

    @Test
    void aPathBelowTheRootIsANameInItsStore() {
        URI root = URI.create("file:///data/my%20table");

        assertThat(DataPath.nameIn(root, "p=a%253Ab/f")).contains("p=a%3Ab/f");
        assertThat(DataPath.nameIn(root, "file:/data/my%20table/f")).contains("f");
        assertThat(DataPath.nameIn(root, "/data/my%20table/f")).contains("f");
        assertThat(DataPath.nameIn(root, "file:///data/my%20table2/f")).isEmpty();
        assertThat(DataPath.nameIn(root, "../other/f")).isEmpty();
        assertThat(DataPath.nameIn(root, "s3://bucket/f")).isEmpty();
    }

    @Test
    void aRootMayEndWithASlashAndBeSpelledByAnotherSchemeOfTheSameStore() {
        assertThat(DataPath.nameIn(URI.create("s3://bucket/"), "s3a://bucket/f"))
                .contains("f");
        assertThat(DataPath.nameIn(URI.create("s3a://bucket/t/"), "s3://bucket/t/f"))
                .contains("f");
        assertThat(DataPath.nameIn(URI.create("file:///"), "/f")).contains("f");
        assertThat(DataPath.nameIn(URI.create("s3://bucket/"), "s3://bucket2/f"))
                .isEmpty();
    }

    @Test
    void anAddressKeepsItsScheme() {
        assertThat(DataPath.absoluteUri("s3a://bucket/c")).isEqualTo(URI.create("s3a://bucket/c"));
    }

    @Test
    void anAbsolutePathHasAnAddress() {
        assertThat(DataPath.absoluteUri("/a%20b")).isEqualTo(URI.create("file:///a%20b"));
        assertThat(DataPath.absoluteUri("s3://bucket/a%20b/c")).isEqualTo(URI.create("s3://bucket/a%20b/c"));
    }

    @Test
    void theKeyOfAFileHasItsDeletionVector() {
        AddFile plain = AddFile.builder("file:///x").build();
        AddFile withVector = plain.toBuilder()
                .deletionVector(new DeletionVectorDescriptor("u", "abc", 1, 2, 3, Map.of()))
                .build();

        assertThat(plain.key()).isEqualTo(new FileKey("/x", null));
        assertThat(withVector.key()).isEqualTo(new FileKey("/x", "uabc@1"));
        assertThat(withVector.remove(1, true).key()).isEqualTo(withVector.key());
    }
}
