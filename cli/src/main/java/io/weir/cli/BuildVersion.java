package io.weir.cli;

import io.weir.table.environment.TableEnvironment;
import picocli.CommandLine.IVersionProvider;

/** What {@code weir --version} prints. */
final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {TableEnvironment.ENGINE, "Java " + Runtime.version()};
    }
}
