/** What is compared with: a resource as one writes it with the standard's own broadcaster. */
package dev.tidings.bench.stock;
