/** Everything inside starts from nothing of the embedding page (`all: initial`), and nothing of ours leaks out. */
export const STYLE = `
:host{all:initial;position:fixed;right:16px;bottom:16px;z-index:2147483000;color-scheme:light;font:16px/1.4 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
:host([data-side=left]){right:auto;left:16px}
[hidden]{display:none!important}
.open{position:relative;min-height:52px;padding:8px 22px;border:2px solid #fff;border-radius:26px;background:#0b6669;color:#fff;font:inherit;font-weight:600;cursor:pointer;box-shadow:0 2px 10px #0005}
:focus-visible{outline:3px solid #0b6669;outline-offset:3px}
.badge{position:absolute;top:-8px;right:-6px;min-width:24px;padding:1px 4px;border-radius:12px;background:#b3261e;color:#fff;font-size:14px;box-sizing:border-box}
section{position:absolute;right:0;bottom:64px;display:flex;flex-direction:column;width:380px;height:min(620px,calc(100vh - 100px));border:1px solid #8a979d;border-radius:14px;background:#fff;color:#17202a;overflow:hidden;box-shadow:0 6px 30px #0004}
:host([data-side=left]) section{right:auto;left:0}
.head{display:flex;align-items:center;justify-content:space-between;padding:0 4px 0 16px;border-bottom:1px solid #d5dcde}
a{color:#0b6669;line-height:44px}
.close{width:44px;height:44px;border:0;background:none;color:inherit;font:28px/1 system-ui;cursor:pointer}
p{margin:0;padding:12px 16px}
iframe{flex:1;width:100%;min-height:0;border:0}
.head :focus-visible{outline-offset:-3px}
@media (max-width:480px){
section,:host([data-side=left]) section{position:fixed;inset:0;width:auto;height:auto;border:0;border-radius:0}
}
@media (prefers-reduced-motion:no-preference){
section{animation:in .15s ease-out}
@keyframes in{from{opacity:0;transform:translateY(8px)}}
}
`
