/** The shape of the repository, checked: arrows between modules, what stays inside, what nothing below the pipeline may ask. */
@NullMarked
package io.weir.suite.architecture;

import org.jspecify.annotations.NullMarked;
