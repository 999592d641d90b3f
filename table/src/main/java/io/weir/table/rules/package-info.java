/**
 * What the rows of a table must satisfy, and what they get where they do not say: defaults, generated and identity columns, lengths of texts,
 * invariants and constraints. All rows that are written pass through {@link io.weir.table.rules.TableRules}.
 */
@NullMarked
package io.weir.table.rules;

import org.jspecify.annotations.NullMarked;
