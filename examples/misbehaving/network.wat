;; Tries to take a connection on each of the descriptors 0 to 7. Exits with code 7 when one gives it a
;; socket, 0 when all refuse.
(module
  (import "wasi_snapshot_preview1" "sock_accept"
    (func $sock_accept (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (local $descriptor i32)
    (loop $next
      (if (i32.eqz
            (call $sock_accept (local.get $descriptor) (i32.const 0) (i32.const 64)))
        (then (call $proc_exit (i32.const 7))))
      (local.set $descriptor (i32.add (local.get $descriptor) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $descriptor) (i32.const 8))))))
