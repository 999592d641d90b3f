/** Transactions: what they read and write, what they may follow, and the loop that commits them. */
@NullMarked
package io.weir.table.commit;

import org.jspecify.annotations.NullMarked;
