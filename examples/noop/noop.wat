;; The smallest WASI command: it starts, does nothing and ends with exit code 0. No imports and no
;; page of memory, so that a fresh instance costs next to nothing.
(module
  (memory (export "memory") 0 0)
  (func (export "_start")))
