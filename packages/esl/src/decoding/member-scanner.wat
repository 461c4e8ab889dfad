;; Finds the members of a json event 32 bytes at a time, in the scanner's memory (see scanner.wat).
(module
  (import "scanner" "memory" (memory 7))

  ;; How many members the object between $at and $to has, when it is written as the switch writes it: texts and arrays of
  ;; texts, no blanks, no escapes in names. -1 when it is not.
  (func (export "members") (param $at i32) (param $to i32) (result i32)
    (local $open i32) (local $after i32) (local $escaped i32) (local $between i32) (local $name i32) (local $nameEnd i32)
    (local $value i32) (local $array i32)
    (local $place i32) (local $bits i32) (local $count i32) (local $row i32) (local $v v128) (local $w v128)
    (local $quote v128) (local $backslash v128)
    (local.set $quote (i8x16.splat (i32.const 34)))
    (local.set $backslash (i8x16.splat (i32.const 92)))
    ;; A brace before the first text, a comma before each other one.
    (local.set $between (i32.const 123))
    (local.set $after (local.get $at))
    (block $end
      (block $unusual
        (loop $chunk
          (br_if $end (i32.ge_u (local.get $at) (local.get $to)))
          (local.set $v (v128.load (local.get $at)))
          (local.set $w (v128.load offset=16 (local.get $at)))
          (local.set $bits (i32.or
            (i8x16.bitmask (v128.or (i8x16.eq (local.get $v) (local.get $quote))
              (i8x16.eq (local.get $v) (local.get $backslash))))
            (i32.shl (i8x16.bitmask (v128.or (i8x16.eq (local.get $w) (local.get $quote))
              (i8x16.eq (local.get $w) (local.get $backslash))))
              (i32.const 16))))
          (block $next
            (loop $bit
              (br_if $next (i32.eqz (local.get $bits)))
              (local.set $place (i32.add (local.get $at) (i32.ctz (local.get $bits))))
              (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
              (br_if $end (i32.ge_u (local.get $place) (local.get $to)))
              (br_if $bit (i32.eq (local.get $place) (local.get $escaped)))
              (if (i32.eq (i32.load8_u (local.get $place)) (i32.const 92))
                (then
                  ;; What follows it is no quote, whatever it is. Names have none.
                  (br_if $unusual (i32.eqz (local.get $name)))
                  (local.set $escaped (i32.add (local.get $place) (i32.const 1)))
                  (br $bit)))
              (if (i32.eqz (local.get $open))
                (then
                  (local.set $open (local.get $place))
                  ;; An array starts between the colon and its first text.
                  (if (i32.and (i32.eq (local.get $between) (i32.const 58))
                        (i32.eq (i32.load16_u (local.get $after)) (i32.const 0x5b3a)))
                    (then
                      (local.set $array (local.tee $after (i32.add (local.get $after) (i32.const 1))))
                      (local.set $between (i32.const 91))))
                  (br_if $unusual (i32.or
                    (i32.ne (i32.load8_u (local.get $after)) (local.get $between))
                    (i32.ne (i32.add (local.get $after) (i32.const 1)) (local.get $place))))
                  (br $bit)))
              (local.set $after (i32.add (local.get $place) (i32.const 1)))
              (local.set $value (local.get $open))
              (local.set $open (i32.const 0))
              (if (i32.eqz (local.get $name))
                (then
                  (local.set $name (i32.add (local.get $value) (i32.const 1)))
                  (local.set $nameEnd (local.get $place))
                  (local.set $between (i32.const 58))
                  (br $bit)))
              (local.set $between (i32.const 44))
              (if (local.get $array)
                (then
                  (br_if $bit (i32.ne (i32.load8_u (local.get $after)) (i32.const 93)))
                  (local.set $after (i32.add (local.get $after) (i32.const 1)))
                  (local.set $value (local.get $array))
                  (local.set $array (i32.const 0))))
              (br_if $unusual (i32.eq (local.get $count) (i32.const 1024)))
              (local.set $row (i32.shl (local.get $count) (i32.const 4)))
              (i32.store offset=0x40100 (local.get $row) (local.get $name))
              (i32.store offset=0x40104 (local.get $row) (local.get $nameEnd))
              (i32.store offset=0x40108 (local.get $row) (local.get $value))
              (i32.store offset=0x4010c (local.get $row) (local.get $after))
              (i32.store8 offset=0x44170 (local.get $count)
                (i32.sub (local.get $nameEnd) (local.get $name)))
              (local.set $count (i32.add (local.get $count) (i32.const 1)))
              (local.set $name (i32.const 0))
              (br $bit)))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br $chunk)))
      (return (i32.const -1)))
    (v128.store offset=0x44170 (local.get $count) (v128.const i64x2 0 0))
    ;; The object ends behind the last value, and so does the text.
    (select (local.get $count) (i32.const -1) (i32.and
      (i32.eq (i32.add (local.get $after) (i32.const 1)) (local.get $to))
      (i32.and (i32.eqz (i32.or (local.get $name) (local.get $open)))
        (i32.eq (i32.load8_u (local.get $after)) (i32.const 125)))))))
