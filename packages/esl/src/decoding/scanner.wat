;; Finds the lines of a plain event 32 bytes at a time, and tells which texts were decoded before.
;;
;; Memory: the text at 0, up to 256 KiB of it; behind it
;;   0x40100  rows of four numbers: where a name starts and ends, where its value starts and ends (1,024 rows)
;;   0x44100  where the empty line starts that ended the lines
;;   0x44108  which of two slots was filled last
;;   0x44110  16 bytes 0xff, then 16 bytes 0: cuts what lies behind a text's end out of its last 16 bytes
;;   0x44130  the text that `recall` looks for, filled up with 0
;;   0x44170  the length of each row's name, in a byte each (1,024 and 16)
;;   0x44600  what each slot holds: length and kind (1,024 numbers)
;;   0x45600  slots of 64 bytes
;;   0x55600  names that `find` looks for, in lower case, filled up with 0 (1,000 of 64 bytes)
(module
  (memory (export "memory") 7)
  (data (i32.const 0x44110) "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff")

  ;; How many `Name: value` lines start between $at and $to, up to the first empty line; -1 when there are too many.
  (func (export "lines") (param $at i32) (param $to i32) (result i32)
    (local $line i32) (local $colon i32) (local $place i32) (local $value i32) (local $row i32) (local $count i32)
    (local $bits i32) (local $behind i32)
    (local $v v128) (local $w v128) (local $lf v128) (local $colons v128)
    (local.set $line (local.get $at))
    (local.set $colon (i32.const -1))
    (local.set $row (i32.const 0x40100))
    (local.set $lf (i8x16.splat (i32.const 10)))
    (local.set $colons (i8x16.splat (i32.const 58)))
    ;; Two line feeds behind the text end its last line and the search; what stood there is put back.
    (local.set $behind (i32.load16_u (local.get $to)))
    (i32.store16 (local.get $to) (i32.const 0x0a0a))
    (block $end
      (loop $chunk
        (local.set $v (v128.load (local.get $at)))
        (local.set $w (v128.load offset=16 (local.get $at)))
        (local.set $bits (i32.or
          (i8x16.bitmask (v128.or
            (i8x16.eq (local.get $v) (local.get $lf)) (i8x16.eq (local.get $v) (local.get $colons))))
          (i32.shl (i8x16.bitmask (v128.or
            (i8x16.eq (local.get $w) (local.get $lf)) (i8x16.eq (local.get $w) (local.get $colons))))
            (i32.const 16))))
        (block $next
          (loop $bit
            (br_if $next (i32.eqz (local.get $bits)))
            (local.set $place (i32.add (local.get $at) (i32.ctz (local.get $bits))))
            (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
            (if (i32.eq (i32.load8_u (local.get $place)) (i32.const 58))
              (then
                ;; Only the first colon of a line parts name and value.
                (if (i32.lt_s (local.get $colon) (local.get $line))
                  (then (local.set $colon (local.get $place)))))
              (else
                (br_if $end (i32.eq (local.get $place) (local.get $line)))
                (if (i32.gt_s (local.get $colon) (local.get $line))
                  (then
                    (br_if $end (i32.eq (local.get $row) (i32.const 0x44100)))
                    (local.set $value (local.get $colon))
                    (loop $blank
                      (br_if $blank (i32.eq
                        (i32.load8_u (local.tee $value (i32.add (local.get $value) (i32.const 1))))
                        (i32.const 32))))
                    (i32.store (local.get $row) (local.get $line))
                    (i32.store offset=4 (local.get $row) (local.get $colon))
                    (i32.store offset=8 (local.get $row) (local.get $value))
                    (i32.store offset=12 (local.get $row) (local.get $place))
                    (i32.store8 offset=0x44170 (local.get $count)
                      (i32.sub (local.get $colon) (local.get $line)))
                    (local.set $row (i32.add (local.get $row) (i32.const 16)))
                    (local.set $count (i32.add (local.get $count) (i32.const 1)))))
                (local.set $line (i32.add (local.get $place) (i32.const 1)))))
            (br $bit)))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br $chunk)))
    (i32.store16 (local.get $to) (local.get $behind))
    ;; An incomplete last line was ended by the first of the two.
    (i32.store (i32.const 0x44100)
      (select (local.get $line) (local.get $to) (i32.lt_s (local.get $line) (local.get $to))))
    ;; No name has the length 0: nothing of an event before is found behind the last row.
    (v128.store offset=0x44170 (local.get $count) (v128.const i64x2 0 0))
    (select
      (i32.const -1)
      (local.get $count)
      (i32.ne (local.get $place) (local.get $line))))

  ;; The last of $count rows whose name is the one at $name, of $length bytes, in whatever case; -1 when there is none.
  (func (export "find") (param $count i32) (param $name i32) (param $length i32) (result i32)
    (local $bits i32) (local $row i32) (local $at i32) (local $done i32) (local $v v128) (local $wanted v128)
    (local.set $count (i32.and (i32.add (local.get $count) (i32.const 15)) (i32.const 0x7f0)))
    (loop $rows
      (if (i32.eqz (local.get $count)) (then (return (i32.const -1))))
      (local.set $count (i32.sub (local.get $count) (i32.const 16)))
      (local.set $bits (i8x16.bitmask (i8x16.eq
        (v128.load offset=0x44170 (local.get $count)) (i8x16.splat (local.get $length)))))
      (loop $bit
        (br_if $rows (i32.eqz (local.get $bits)))
        (local.set $row (i32.sub (i32.const 31) (i32.clz (local.get $bits))))
        (local.set $bits (i32.xor (local.get $bits) (i32.shl (i32.const 1) (local.get $row))))
        (local.set $row (i32.add (local.get $row) (local.get $count)))
        (local.set $at (i32.load offset=0x40100 (i32.shl (local.get $row) (i32.const 4))))
        ;; Lengths were noted in one byte.
        (br_if $bit (i32.ne (local.get $length) (i32.sub
          (i32.load offset=0x40104 (i32.shl (local.get $row) (i32.const 4))) (local.get $at))))
        (local.set $done (i32.const 0))
        (loop $chunk
          (local.set $v (v128.load (i32.add (local.get $at) (local.get $done))))
          (local.set $wanted (v128.load (i32.add (local.get $name) (local.get $done))))
          (br_if $bit (v128.any_true (v128.and
            (v128.xor
              (local.get $wanted)
              (v128.or (local.get $v) (v128.and (i8x16.splat (i32.const 32)) (i8x16.lt_u
                (i8x16.sub (local.get $v) (i8x16.splat (i32.const 65))) (i8x16.splat (i32.const 26))))))
            ;; What lies behind the name's end does not count: there stand zeros, and in no name.
            (i8x16.gt_s (local.get $wanted) (i8x16.splat (i32.const 0))))))
          (br_if $chunk (i32.lt_s
            (local.tee $done (i32.add (local.get $done) (i32.const 16))) (local.get $length))))))
    (local.get $row))

  ;; The slot that holds these bytes, of which there are at most 64. When none did, one does now, and the answer is
  ;; that slot's complement. There are two slots to choose from; the one that is filled is now this, now that one.
  (func (export "recall") (param $at i32) (param $length i32) (param $kind i32) (result i32)
    (local $done i32) (local $rest i32) (local $slot i32) (local $place i32) (local $tries i32)
    (local $v v128) (local $hash v128) (local $differs v128)
    (loop $chunk
      (local.set $rest (i32.sub (local.get $length) (local.get $done)))
      (local.set $v (v128.and
        (v128.load (i32.add (local.get $at) (local.get $done)))
        (v128.load (i32.sub (i32.const 0x44120)
          (select (local.get $rest) (i32.const 16) (i32.lt_s (local.get $rest) (i32.const 16)))))))
      (v128.store offset=0x44130 (local.get $done) (local.get $v))
      (local.set $hash (i64x2.add (local.get $v)
        (i64x2.sub (i64x2.shl (local.get $hash) (i32.const 5)) (local.get $hash))))
      (local.set $done (i32.add (local.get $done) (i32.const 16)))
      (br_if $chunk (i32.lt_s (local.get $done) (local.get $length))))
    (local.set $kind (i32.or (i32.shl (local.get $kind) (i32.const 8)) (local.get $length)))
    (local.set $slot (i32.wrap_i64 (i64.shr_u
      (i64.mul
        (i64.add (i64.extend_i32_u (local.get $kind))
          (i64.xor (i64x2.extract_lane 1 (local.get $hash))
            (i64.mul (i64x2.extract_lane 0 (local.get $hash)) (i64.const 0x9e3779b97f4a7c15))))
        (i64.const 0xd6e8feb86659fd93))
      (i64.const 54))))
    (loop $try
      (if (i32.eq (local.get $kind)
            (i32.load offset=0x44600 (i32.shl (local.get $slot) (i32.const 2))))
        (then
          (local.set $differs (v128.const i64x2 0 0))
          (local.set $rest (i32.const 0))
          (loop $chunk
            (local.set $differs (v128.or (local.get $differs) (v128.xor
              (v128.load offset=0x44130 (local.get $rest))
              (v128.load offset=0x45600
                (i32.add (i32.shl (local.get $slot) (i32.const 6)) (local.get $rest))))))
            (br_if $chunk (i32.lt_s
              (local.tee $rest (i32.add (local.get $rest) (i32.const 16))) (local.get $done))))
          (if (i32.eqz (v128.any_true (local.get $differs)))
            (then (return (local.get $slot))))))
      (local.set $slot (i32.xor (local.get $slot) (i32.const 1)))
      (br_if $try (local.tee $tries (i32.eqz (local.get $tries)))))
    (i32.store (i32.const 0x44108)
      (local.tee $tries (i32.xor (i32.load (i32.const 0x44108)) (i32.const 1))))
    (local.set $slot (i32.xor (local.get $slot) (local.get $tries)))
    (i32.store offset=0x44600 (i32.shl (local.get $slot) (i32.const 2)) (local.get $kind))
    (local.set $place (i32.shl (local.get $slot) (i32.const 6)))
    (loop $chunk
      (local.set $done (i32.sub (local.get $done) (i32.const 16)))
      (v128.store offset=0x45600 (i32.add (local.get $place) (local.get $done))
        (v128.load offset=0x44130 (local.get $done)))
      (br_if $chunk (local.get $done)))
    (i32.xor (local.get $slot) (i32.const -1))))
