;; The checker of noop: a task that does nothing has an empty result. It finds the result as a file
;; of its working directory and exits with 0 if it is right, 1 if it is wrong, 2 if it cannot tell.
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read"
    (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "result")
  (func (export "_start")
    ;; opens it below the working directory, the descriptor 3, with the right to read (2)
    (if (call $path_open
          (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 6)
          (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0))
      (then (call $proc_exit (i32.const 2))))
    ;; one byte, to be read to 32
    (i32.store (i32.const 16) (i32.const 32))
    (i32.store (i32.const 20) (i32.const 1))
    (if (call $fd_read (i32.load (i32.const 0)) (i32.const 16) (i32.const 1) (i32.const 24))
      (then (call $proc_exit (i32.const 2))))
    (if (i32.load (i32.const 24))
      (then (call $proc_exit (i32.const 1))))))
