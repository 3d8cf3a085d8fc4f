;; Saves itself once and never ends, unless it finds what an earlier attempt saved: then it prints that
;; and ends.
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "state")
  (data (i32.const 160) "half")
  (func (export "_start")
    ;; below the working directory; made if it is missing (1); to be read (2) and written (64)
    (if (call $path_open
          (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 5)
          (i32.const 1) (i64.const 66) (i64.const 0) (i32.const 0) (i32.const 0))
      (then (unreachable)))
    (i32.store (i32.const 16) (i32.const 128))
    (i32.store (i32.const 20) (i32.const 4))
    (drop (call $fd_read (i32.load (i32.const 0)) (i32.const 16) (i32.const 1) (i32.const 24)))
    (if (i32.load (i32.const 128))
      (then
        (drop (call $fd_write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 24)))
        (return)))
    (i32.store (i32.const 16) (i32.const 160))
    (drop (call $fd_write (i32.load (i32.const 0)) (i32.const 16) (i32.const 1) (i32.const 24)))
    (loop $again (br $again))))
