;; Tries to leave its sandbox: opens ../../../etc/passwd and /etc/passwd below each of the directories
;; that it was given (descriptors 3 to 7). Exits with code 7 when one of them opens, 0 when none does.
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "../../../etc/passwd")
  (data (i32.const 96) "/etc/passwd")
  (func $opens (param $directory i32) (param $path i32) (param $length i32) (result i32)
    ;; follows links; asks for the right to read (2)
    (i32.eqz
      (call $path_open
        (local.get $directory) (i32.const 1) (local.get $path) (local.get $length)
        (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0))))
  (func (export "_start")
    (local $directory i32)
    (local.set $directory (i32.const 3))
    (loop $next
      (if (i32.or
            (call $opens (local.get $directory) (i32.const 64) (i32.const 19))
            (call $opens (local.get $directory) (i32.const 96) (i32.const 11)))
        (then (call $proc_exit (i32.const 7))))
      (local.set $directory (i32.add (local.get $directory) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $directory) (i32.const 8))))))
