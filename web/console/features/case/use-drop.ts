import { type DragEvent, useState } from 'react'

export interface Drop {
  /** Files hang over the place now. */
  dropping: true | undefined
  onDragOver: (event: DragEvent) => void
  onDragLeave: (event: DragEvent) => void
  onDrop: (event: DragEvent) => void
}

/** A place on which files can be dropped. */
export function useDrop(add: (files: readonly File[]) => void): Drop {
  const [dropping, setDropping] = useState<true>()
  const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files')
  return {
    dropping,
    onDragOver: (event) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setDropping(true)
    },
    onDragLeave: ({ currentTarget, relatedTarget }) => {
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setDropping(undefined)
    },
    onDrop: (event) => {
      setDropping(undefined)
      if (!carriesFiles(event)) return
      event.preventDefault()
      add([...event.dataTransfer.files])
    },
  }
}
